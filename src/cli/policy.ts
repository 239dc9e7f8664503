import { Command } from 'commander';
import { type Explanation, explain, explainedInWords } from '../domain/policy/explain.ts';
import { CommandFailed } from './command-failed.ts';
import { policiesOfCommand } from './settings-of-command.ts';

/** `countersign policy …`: what the rules of the settings amount to. */
export function policyCommand(): Command {
  return new Command('policy')
    .description('explain the policies that the settings make')
    .addCommand(explainCommand());
}

function explainCommand(): Command {
  return new Command('explain')
    .description('say how hard a policy is to guess, and which lines of which standards it meets')
    .argument('[name]', 'a policy; all of them where left out')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample: countersign policy explain strict')
    .action((name: string | undefined, { json }: { readonly json?: true }) => {
      const policies = policiesOfCommand();
      const chosen = name === undefined ? policies : policies.filter((policy) => policy.name === name);
      if (chosen.length === 0) {
        const names = policies.map((policy) => policy.name).join(', ');
        throw new CommandFailed(`There is no policy ${name}. There are ${names}.`);
      }
      const explained = chosen.map(explain);
      if (json) {
        const shown = explained.map(asJson);
        console.log(JSON.stringify(name === undefined ? shown : shown[0], null, 2));
      } else console.log(explained.map((each) => explainedInWords(each).join('\n')).join('\n\n'));
    });
}

const asJson = ({ policy, guessing, lines }: Explanation) => ({
  policy: policy.name,
  settings: policy,
  guess_probability_per_try: guessing.perTry,
  guess_probability_per_challenge: guessing.perChallenge,
  bits: guessing.bits,
  passed_before_first_lock: guessing.beforeFirstLock,
  wrong_answers_until_operator: guessing.triesUnderCap,
  passed_until_operator: guessing.underCap,
  unlocks_until_passed: guessing.unlocks.mean,
  expected_days: guessing.expectedDays,
  standards: lines,
});
