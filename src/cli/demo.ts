import { styleText } from 'node:util';
import { Command, InvalidArgumentError } from 'commander';
import { jsonLog } from '../system/logger.ts';
import { CommandFailed } from './command-failed.ts';
import { type RunningDemo, startDemo } from './start-demo.ts';
import { toldToStop } from './told-to-stop.ts';

const DEFAULT_PORT = 8090;
const DEFAULT_SECONDS = 60;

type DemoFlags = { readonly port?: number; readonly seconds: number };

/** `countersign demo`: runs until it is told to stop. */
export function demoCommand(): Command {
  return new Command('demo')
    .description('live through a verification in a browser, with nothing prepared and no account')
    .option('--port <number>', `port of the chat page (default: ${DEFAULT_PORT}, or any that is free)`, port)
    .option('--seconds <number>', 'how long a link is good for: 10 to 600', seconds, DEFAULT_SECONDS)
    .addHelpText('after', '\nExample: countersign demo --seconds 30')
    .action(async (flags: DemoFlags) => {
      const demo = await start(flags);
      console.log(welcome(demo));
      await toldToStop();
      console.log('\n  Stopping …');
      await demo.close();
    });
}

async function start(flags: DemoFlags): Promise<RunningDemo> {
  const log = jsonLog('warn', process.stderr);
  const wanted = flags.port ?? DEFAULT_PORT;
  try {
    return await startDemo({ ...flags, port: wanted, log });
  } catch (error) {
    const reason = portFault(error);
    if (reason === null) throw error;
    if (flags.port === undefined) return await startDemo({ ...flags, port: 0, log });
    throw new CommandFailed(
      `Port ${wanted} ${reason}: name another with --port, or none to take one that is free.`,
    );
  }
}

function portFault(error: unknown): string | null {
  if (!(error instanceof Error && 'code' in error)) return null;
  if (error.code === 'EADDRINUSE') return 'is taken by another program';
  return error.code === 'EACCES' ? 'may not be used by this user' : null;
}

function welcome(demo: RunningDemo): string {
  const strong = (text: string) => styleText('bold', text);
  return `
  ${strong('Countersign demo')}

  Open  ${strong(demo.url)}

  Write “balance” to the bot, open the link that it sends, and answer. The page says what the
  right answer is, so that you can also try a wrong one.

  What the operator sees: ${demo.deskUrl}
  Sign in there with ${demo.deskKey}

  The bot asks ${demo.apiUrl}, whose documentation is at ${demo.apiUrl}/docs.
  Everything is in ${demo.folder} and removed at the end.
  Stop with Ctrl+C.
`;
}

const port = (given: string): number => wholeNumber(given, 1, 65_535);
const seconds = (given: string): number => wholeNumber(given, 10, 600);

function wholeNumber(given: string, least: number, most: number): number {
  const number = /^\d{1,6}$/u.test(given) ? Number(given) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
}
