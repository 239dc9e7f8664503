import { shownNumber } from './numbers.ts';
import { type Frame, ROOMS, type Stack } from './profile.ts';
import { at, escaped, picture, textAt } from './svg.ts';

export type FlameGraph = {
  readonly title: string;
  /** Outermost frame first. */
  readonly stacks: readonly Stack[];
  /** Of the whole: what takes less is left out. */
  readonly leastShare: number;
};

type Box = { readonly name: string; readonly home: string; total: number; readonly inner: Map<string, Box> };

const WIDTH = 1200;
const MARGIN = 12;
const TOP = 44;
const ROW = 19;
const LETTER = 6.7;

/** Boxes as wide as the time spent in them, each below what it was called by (Gregg, "The Flame Graph", 2016; upside down). */
export function flameGraph({ title, stacks, leastShare }: FlameGraph): string {
  const root: Box = { name: 'all', home: '', total: 0, inner: new Map() };
  for (const { frames, microseconds } of stacks) add(root, withoutForeign(frames), microseconds);
  const drawn: string[] = [];
  const depth = draw(
    { box: root, from: MARGIN, row: 0, scale: (WIDTH - 2 * MARGIN) / root.total },
    leastShare * root.total,
    drawn,
  );
  const label = `${title}: ${[...root.inner.values()].map(({ name, total }) => `${name} ${shownNumber(total)}`).join(', ')}`;
  return picture(WIDTH, TOP + depth * ROW + MARGIN, label, [
    textAt(MARGIN, 26, title, { style: 'title' }),
    ...drawn,
  ]);
}

/** What lies between two functions of ours is one box: the package that was called, or Node. Native calls keep their names. */
function withoutForeign(frames: readonly Frame[]): readonly Frame[] {
  const kept: Frame[] = [];
  for (const frame of frames) {
    const previous = kept.at(-1);
    if (isOurs(frame)) kept.push(frame);
    else if (previous === undefined || isOurs(previous)) kept.push(named(frame));
  }
  return kept;
}

const isOurs = ({ home }: Frame): boolean => home === 'step' || ROOMS.has(home);

function named({ name, home }: Frame): Frame {
  if (home.startsWith('node:')) return { name: 'Node', home: 'node' };
  return { name: home === '' ? name : home, home };
}

function add(box: Box, frames: readonly Frame[], microseconds: number): void {
  box.total += microseconds;
  const [outer, ...rest] = frames;
  if (outer === undefined) return;
  const key = `${outer.home} ${outer.name}`;
  const inner = box.inner.get(key) ?? { ...outer, total: 0, inner: new Map() };
  box.inner.set(key, inner);
  add(inner, rest, microseconds);
}

type Place = { readonly box: Box; readonly from: number; readonly row: number; readonly scale: number };

/** Draws what is within a box. @returns how many rows are taken. */
function draw({ box, from, row, scale }: Place, least: number, drawn: string[]): number {
  let x = from;
  let rows = row;
  // The steps in their own order; below them the costliest first.
  const boxes = [...box.inner.values()];
  if (row > 0) boxes.sort((a, b) => b.total - a.total);
  for (const inner of boxes) {
    if (inner.total < least) continue;
    drawn.push(boxAt(inner, x, row, inner.total * scale));
    rows = Math.max(rows, row + 1, draw({ box: inner, from: x, row: row + 1, scale }, least, drawn));
    x += inner.total * scale;
  }
  return rows;
}

function boxAt({ name, home, total }: Box, x: number, row: number, width: number): string {
  const y = TOP + row * ROW;
  const where = ROOMS.has(home) ? `${home}: ` : '';
  const room = Math.floor((width - 6) / LETTER);
  const shown = name.length <= room ? name : room >= 4 ? `${name.slice(0, room - 1)}…` : '';
  const text =
    shown === ''
      ? ''
      : `<text x="${at(x + 4)}" y="${at(y + 13)}" style="font-size:11px;fill:#1b1f24">${escaped(shown)}</text>`;
  return `<g><title>${escaped(`${where}${name}, ${shownNumber(total)} µs`)}</title><rect x="${at(x)}" y="${at(y)}" width="${at(Math.max(0.5, width - 0.7))}" height="${ROW - 1}" rx="2" fill="${colourOf(home)}"/>${text}</g>`;
}

/** A colour for each room, and greys for what is not ours. */
const COLOURS: Readonly<Record<string, string>> = {
  step: '#e8eaed',
  http: '#8ecae6',
  app: '#a8dadc',
  domain: '#b7e4c7',
  kernel: '#95d5b2',
  pages: '#ffd6a5',
  store: '#f4a582',
  outbound: '#cdb4db',
  system: '#e5d9b6',
  cli: '#e5d9b6',
};

const colourOf = (home: string): string => COLOURS[home] ?? '#c9ced6';
