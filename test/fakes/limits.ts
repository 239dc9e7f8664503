import type { Limits } from '../../src/app/limits.ts';

export type RecordingLimits = Limits & {
  /** Each request beyond a budget: which, and about whom. */
  readonly beyond: readonly { readonly budget: string; readonly about: Readonly<Record<string, string>> }[];
  /** Each wrong answer, by the address it came from. */
  readonly wrong: readonly string[];
};

export function recordingLimits(dryRun = false): RecordingLimits {
  const beyond: { budget: string; about: Readonly<Record<string, string>> }[] = [];
  const wrong: string[] = [];
  return {
    beyond,
    wrong,
    refuses(budget, about) {
      beyond.push({ budget, about });
      return !dryRun;
    },
    answeredWrong(address) {
      wrong.push(address);
    },
  };
}
