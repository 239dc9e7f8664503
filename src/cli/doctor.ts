import { styleText } from 'node:util';
import { Command } from 'commander';
import { type Finding, fault, fine, type Level } from '../app/finding.ts';
import { CommandFailed } from './command-failed.ts';
import { examine } from './examine.ts';
import { settingsOfCommand } from './settings-of-command.ts';

const COLOURS: Readonly<Record<Level, 'green' | 'yellow' | 'red'>> = {
  ok: 'green',
  warning: 'yellow',
  fault: 'red',
};
const WORST_FIRST: readonly Level[] = ['fault', 'warning', 'ok'];

/** `countersign doctor`: looks at everything that the service needs, without serving. Status 1 where there is a fault. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('look at settings, files, certificate, clock, database and platform, and say what to do')
    .option('--json', 'as JSON, for programs')
    .addHelpText('after', '\nExample: countersign doctor')
    .action(async ({ json }: { readonly json?: true }) => {
      const findings = await findingsHere();
      const worst = WORST_FIRST.find((level) => findings.some((finding) => finding.level === level)) ?? 'ok';
      if (json) console.log(JSON.stringify({ level: worst, findings }, null, 2));
      else for (const line of shownLines(findings)) console.log(line);
      if (worst === 'fault') process.exitCode = 1;
    });
}

async function findingsHere(): Promise<readonly Finding[]> {
  try {
    const settings = settingsOfCommand();
    return [fine('settings', 'They are complete and right.'), ...(await examine(settings, process.cwd()))];
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    const todo = 'Correct it, and run this again: the rest is looked at once the settings are right.';
    return error.message.split('\n').map((line) => fault('settings', line, todo));
  }
}

function shownLines(findings: readonly Finding[]): readonly string[] {
  const widest = Math.max(...findings.map(({ check }) => check.length));
  const lines = findings.flatMap(({ check, level, found, todo }) => {
    const label = styleText(COLOURS[level], level.padEnd(7), { stream: process.stdout });
    const line = `${label}  ${check.padEnd(widest)}  ${found}`;
    return todo === null ? [line] : [line, `${' '.repeat(widest + 11)}${todo}`];
  });
  const count = (level: Level) => findings.filter((finding) => finding.level === level).length;
  return [...lines, `${count('ok')} ok, ${count('warning')} to look at, ${count('fault')} in the way`];
}
