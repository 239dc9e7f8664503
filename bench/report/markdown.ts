import type { Table } from '../harness/context.ts';
import { type Figure, reached, spreadOf } from '../harness/figure.ts';
import type { Machine } from '../harness/machine.ts';
import { shownNumber, shownValue } from './numbers.ts';

export const markdownTable = ({ head, rows }: Pick<Table, 'head' | 'rows'>): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(inCell).join(' | ')} |`).join('\n');

const inCell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** Figures as rows: the median, the span of the runs, the goal and whether it is reached. */
export function figuresTable(figures: readonly Figure[]): string {
  return markdownTable({
    head: ['what', 'median', 'from – to', 'goal', 'reached'],
    rows: figures.map((figure) => {
      const { least, median, most } = spreadOf(figure);
      return [
        figure.label,
        shownValue(median, figure.unit),
        figure.values.length === 1 ? 'one run' : `${shownNumber(least)} – ${shownNumber(most)}`,
        goalText(figure),
        { true: 'yes', false: '**no**', null: '' }[String(reached(figure))] ?? '',
      ];
    }),
  });
}

function goalText({ goal, better, unit }: Figure): string {
  if (goal === null) return '';
  return `at ${better === 'higher' ? 'least' : 'most'} ${shownValue(goal, unit)}`;
}

export function machineText(machine: Machine): string {
  const { cpu, cores, memoryGigabytes, system, node, sqlite, openssl, commit, loadBefore } = machine;
  const others =
    loadBefore > 0.5
      ? ` **Other programs were at work on the machine (load ${loadBefore} before the first run): the figures are too slow, and vary.**`
      : '';
  return `${cpu}, ${cores} cores, ${memoryGigabytes} GiB, ${system}; Node ${node}, SQLite ${sqlite}, OpenSSL ${openssl}; version ${commit ?? 'unknown'}.${others}`;
}
