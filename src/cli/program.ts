import { Command } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { auditCommand } from './audit.ts';
import { backupCommand, restoreCommand } from './backup.ts';
import { certsCommand } from './certs.ts';
import { clientsCommand } from './clients.ts';
import { deliveriesCommand } from './deliveries.ts';
import { demoCommand } from './demo.ts';
import { doctorCommand } from './doctor.ts';
import { evidenceCommand } from './evidence.ts';
import { keysCommand } from './keys.ts';
import { loadtestServiceCommand } from './loadtest/own-service-command.ts';
import { loadtestCommand } from './loadtest.ts';
import { policyCommand } from './policy.ts';
import { serveCommand } from './serve.ts';
import { storeCommand } from './store-copy.ts';
import { witnessCommand } from './witness.ts';

/** The command line of Countersign: every command with a line of its own, every one with an example in its help. */
export function buildProgram(): Command {
  return new Command('countersign')
    .description('Step-up verification for chat bots.')
    .version(packageJson.version, '-v, --version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .showHelpAfterError('(countersign --help shows every command)')
    .addCommand(serveCommand())
    .addCommand(demoCommand())
    .addCommand(keysCommand())
    .addCommand(policyCommand())
    .addCommand(auditCommand())
    .addCommand(clientsCommand())
    .addCommand(deliveriesCommand())
    .addCommand(certsCommand())
    .addCommand(backupCommand())
    .addCommand(restoreCommand())
    .addCommand(storeCommand())
    .addCommand(evidenceCommand())
    .addCommand(witnessCommand())
    .addCommand(doctorCommand())
    .addCommand(loadtestCommand())
    .addCommand(loadtestServiceCommand(), { hidden: true });
}
