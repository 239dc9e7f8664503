import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Effort } from './context.ts';
import type { Figure } from './figure.ts';
import type { Machine } from './machine.ts';

const FORM = 1;

/** What a run of the benchmarks leaves, to be compared with a later one. */
export type Saved = {
  readonly form: typeof FORM;
  /** RFC 3339 */
  readonly at: string;
  readonly machine: Machine;
  readonly effort: Effort;
  readonly figures: readonly Figure[];
};

/** @returns the path of the new file in `folder`. */
export function save(saved: Omit<Saved, 'form'>, folder: string): string {
  mkdirSync(folder, { recursive: true });
  const path = join(
    folder,
    `${saved.at.replaceAll(':', '').slice(0, 17)}-${saved.machine.commit ?? 'unknown'}.json`,
  );
  writeFileSync(path, `${JSON.stringify({ form: FORM, ...saved }, null, 2)}\n`);
  return path;
}

/** @throws Error for a file that is none of these. */
export function readSaved(path: string): Saved {
  const parsed: unknown = JSON.parse(readFileSync(path, 'utf8'));
  const known = typeof parsed === 'object' && parsed !== null && 'form' in parsed && parsed.form === FORM;
  if (!known) throw new Error(`${path} holds no saved result of these benchmarks`);
  // Of the form that `save` gives.
  return parsed as Saved;
}
