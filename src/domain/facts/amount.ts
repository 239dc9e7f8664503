import { err, ok, type Result } from '../../kernel/result.ts';
import type { AmountFact, FactFault } from './fact.ts';

/** As it comes: the amount as a number or as text with a decimal point, its currency, and where bands begin. */
export type GivenAmount = {
  readonly value: unknown;
  readonly currency: unknown;
  readonly bounds: readonly unknown[] | null;
};

const MOST_HUNDREDTHS = 1e11;
/** Bands that a list of bounds may make. */
const MOST_BANDS = 200;

/**
 * A payment above 0 and below 1,000,000,000, with at most two decimals; its currency as an ISO 4217 code; and, where
 * `bounds` are given, within them.
 */
export function parseAmount({ value, currency, bounds }: GivenAmount): Result<AmountFact, FactFault> {
  const hundredths = hundredthsOf(value);
  if (hundredths === null) {
    return fault('an amount above 0 and below 1000000000 with at most two decimals, such as 1250.50');
  }
  const code = currency ?? null;
  if (code !== null && !(typeof code === 'string' && /^[A-Z]{3}$/.test(code))) {
    return fault('given with a currency of three capital letters (ISO 4217), such as MXN, or without one');
  }
  const limits = bounds === null ? null : boundsOf(bounds);
  if (limits === undefined) {
    return fault(
      `given with "bounds" that ascend, with at most two decimals, for at most ${MOST_BANDS} bands`,
    );
  }
  if (limits !== null && (hundredths < (limits[0] ?? 0) || hundredths >= (limits.at(-1) ?? 0))) {
    return fault('within its "bounds": at least the first, and below the last');
  }
  return ok({ kind: 'amount', hundredths, currency: code, bounds: limits });
}

const fault = (expected: string) => err<FactFault>({ fact: 'amount', expected });

function boundsOf(bounds: readonly unknown[]): readonly number[] | undefined {
  const limits = bounds.map((bound) => (Number(bound) === 0 ? 0 : hundredthsOf(bound)));
  const ascends = limits.every(
    (limit, nth) => limit !== null && (nth === 0 || limit > (limits[nth - 1] ?? 0)),
  );
  if (!ascends || limits.length < 2 || limits.length > MOST_BANDS + 1) return undefined;
  return limits.filter((limit) => limit !== null);
}

function hundredthsOf(value: unknown): number | null {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string') return null;
  const [, whole, decimals = ''] = /^(\d{1,10})(?:\.(\d{1,2}))?$/.exec(text) ?? [];
  if (whole === undefined) return null;
  const hundredths = Number(whole) * 100 + Number(decimals.padEnd(2, '0'));
  return hundredths > 0 && hundredths < MOST_HUNDREDTHS ? hundredths : null;
}
