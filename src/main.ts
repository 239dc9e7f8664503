import { runCommandLine } from './cli/run.ts';

await runCommandLine(process.argv);
