import type { Context } from './context.ts';

/** One run after another, as many as the effort asks for. */
export async function repeated<T>(
  context: Context,
  run: (context: Context) => Promise<T>,
): Promise<readonly T[]> {
  const { runs } = context.effort;
  const results: T[] = [];
  for (let nth = 1; nth <= runs; nth++) {
    context.progress(runs === 1 ? '' : `run ${nth} of ${runs}`);
    results.push(await run(context));
  }
  return results;
}
