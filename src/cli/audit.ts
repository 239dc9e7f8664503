import { Command } from 'commander';
import { acceptCommand } from './audit/accept.ts';
import { checkpointCommand } from './audit/checkpoint.ts';
import { exportCommand } from './audit/export.ts';
import { rotateKeyCommand } from './audit/rotate-key.ts';
import { searchCommand } from './audit/search.ts';
import { verifyCommand } from './audit/verify.ts';

/** `countersign audit …`: what an operator does with the log as a whole. */
export const auditCommand = (): Command =>
  new Command('audit')
    .description('check the log, find challenges in it, export it, and see to its keys and checkpoints')
    .addHelpText('after', '\nExample: countersign audit verify')
    .addCommand(verifyCommand())
    .addCommand(checkpointCommand())
    .addCommand(searchCommand())
    .addCommand(exportCommand())
    .addCommand(rotateKeyCommand())
    .addCommand(acceptCommand());
