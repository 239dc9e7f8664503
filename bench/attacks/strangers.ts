import { setImmediate as breath } from 'node:timers/promises';
import {
  type Customers,
  looksOf,
  OTHER_CUSTOMERS,
  toldApart,
  USUAL_CUSTOMERS,
} from '../../test/attacks/strangers.ts';
import type { Table } from '../harness/context.ts';
import { type Progress, shownShare } from './shown.ts';

/** How often one page tells whether its client is known to the operator's system, where that one sends no facts of nobody. */
export async function strangersTable(people: number, progress: Progress): Promise<Table> {
  const rows: string[][] = [];
  const all = [
    ...USUAL_CUSTOMERS.map((customers) => ({ customers, are: 'as assumed' })),
    ...OTHER_CUSTOMERS.map((customers) => ({ customers, are: 'otherwise' })),
  ];
  for (const [nth, { customers, are }] of all.entries()) {
    progress(nth / all.length, customers.name);
    await breath();
    rows.push([customers.name, are, told(customers, people)]);
  }
  return {
    name: 'strangers',
    caption: `A customer's page told from one about a client that nobody knows, over ${people.toLocaleString('en')} of each, half of them to learn from, ± one standard error. Chance is ${shownShare(1 / 2)}`,
    head: ['customers', 'and these are', 'told rightly'],
    rows,
  };
}

/** Of the question that gives away most. */
function told(customers: Customers, people: number): string {
  const ours = looksOf(customers, 'customers', people);
  const theirs = looksOf(customers, 'strangers', people);
  const share = Math.max(
    ...[...ours].map(([question, looks]) => toldApart(looks, theirs.get(question) ?? [])),
  );
  return `${shownShare(share)} ± ${(100 * Math.sqrt((share * (1 - share)) / people)).toFixed(2)} %`;
}
