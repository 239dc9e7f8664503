import { Command } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };

/** In the order of the help. What a command needs may take long to load, so each is loaded where it is asked for. */
const COMMANDS: ReadonlyMap<string, () => Promise<Command>> = new Map([
  ['serve', async () => (await import('./serve.ts')).serveCommand()],
  ['demo', async () => (await import('./demo.ts')).demoCommand()],
  ['keys', async () => (await import('./keys.ts')).keysCommand()],
  ['policy', async () => (await import('./policy.ts')).policyCommand()],
  ['audit', async () => (await import('./audit.ts')).auditCommand()],
  ['clients', async () => (await import('./clients.ts')).clientsCommand()],
  ['deliveries', async () => (await import('./deliveries.ts')).deliveriesCommand()],
  ['certs', async () => (await import('./certs.ts')).certsCommand()],
  ['backup', async () => (await import('./backup.ts')).backupCommand()],
  ['restore', async () => (await import('./backup.ts')).restoreCommand()],
  ['secret', async () => (await import('./secret.ts')).secretCommand()],
  ['store', async () => (await import('./store-copy.ts')).storeCommand()],
  ['evidence', async () => (await import('./evidence.ts')).evidenceCommand()],
  ['witness', async () => (await import('./witness.ts')).witnessCommand()],
  ['doctor', async () => (await import('./doctor.ts')).doctorCommand()],
  ['bench', async () => (await import('./bench.ts')).benchCommand()],
  ['loadtest', async () => (await import('./loadtest.ts')).loadtestCommand()],
  [
    'loadtest-service',
    async () => (await import('./loadtest/own-service-command.ts')).loadtestServiceCommand(),
  ],
]);

/** Started by another command, and not by a person. */
const HIDDEN: ReadonlySet<string> = new Set(['loadtest-service']);

/**
 * The command line of Countersign: every command with a line of its own, every one with an example in its help.
 * @param asked what the command line begins with. Where that is a command, the others are left out.
 */
export async function buildProgram(asked: string | undefined): Promise<Command> {
  const program = new Command('countersign')
    .description('Step-up verification for chat bots.')
    .version(packageJson.version, '-v, --version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .showHelpAfterError('(countersign --help shows every command)');
  for (const [name, load] of COMMANDS) {
    if (name === asked || !COMMANDS.has(asked ?? '')) {
      program.addCommand(await load(), { hidden: HIDDEN.has(name) });
    }
  }
  return program;
}
