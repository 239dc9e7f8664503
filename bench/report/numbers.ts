import type { Unit } from '../harness/figure.ts';

/** A number with three or four digits that mean something. */
export function shownNumber(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size >= 100 || Number.isInteger(value)) return Math.round(value).toLocaleString('en');
  if (size >= 10) return value.toFixed(1);
  return size >= 0.1 ? value.toFixed(2) : value.toFixed(3);
}

const SUFFIXES: Readonly<Record<Unit, string>> = {
  'per second': ' per second',
  'of the anchor': ' of the anchor',
  ms: ' ms',
  µs: ' µs',
  MB: ' MB',
  '%': ' %',
  each: '',
  count: '',
};

export const shownValue = (value: number, unit: Unit): string => `${shownNumber(value)}${SUFFIXES[unit]}`;
