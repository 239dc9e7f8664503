/**
 * Draws docs/pictures/flow.svg from docs/pictures/flow.mmd: `npx node scripts/draw-flow.ts`.
 *
 * The text is a Mermaid sequence diagram, so any Mermaid viewer shows it too. Understood of Mermaid is what the text
 * needs (`participant`, `actor`, `->>`, `-->>`, `Note over`, `autonumber`, `accTitle`, `accDescr`, `<br/>`);
 * anything else is a fault that names its line. The same text always makes the same picture.
 */
import { readFileSync, writeFileSync } from 'node:fs';

type Lane = { readonly id: string; readonly lines: readonly string[]; readonly person: boolean };

type Row =
  | {
      readonly type: 'message';
      readonly from: string;
      readonly to: string;
      readonly reply: boolean;
      readonly lines: readonly string[];
    }
  | { readonly type: 'note'; readonly from: string; readonly to: string; readonly lines: readonly string[] };

type Diagram = {
  readonly title: string;
  readonly description: string;
  readonly lanes: readonly Lane[];
  readonly rows: readonly Row[];
};

const MARGIN = 12;
const LANE_WIDTH = 216;
const HEAD_WIDTH = 156;
const HEAD_HEIGHT = 58;
const TOP = 30;
const LINE_HEIGHT = 18;
const ROW_GAP = 26;
const BADGE = 10;

/** The lane that this project is; it alone is filled. */
const OWN_LANE = 'countersign';

/** @throws Error naming the first line that is not understood. */
function parseFlow(text: string): Diagram {
  const lanes: Lane[] = [];
  const rows: Row[] = [];
  let title = '';
  let description = '';
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line === '' || line === 'sequenceDiagram' || line === 'autonumber') continue;
    const lane = /^(participant|actor) (\w+) as (.+)$/u.exec(line);
    const message = /^(\w+)(-->>|->>)(\w+): (.+)$/u.exec(line);
    const note = /^Note over (\w+),(\w+): (.+)$/u.exec(line);
    const words = /^(accTitle|accDescr): (.+)$/u.exec(line);
    if (lane) {
      const [, keyword, id = '', label = ''] = lane;
      lanes.push({ id, lines: linesOf(label), person: keyword === 'actor' });
    } else if (message) {
      const [, from = '', arrow, to = '', label = ''] = message;
      rows.push({ type: 'message', from, to, reply: arrow === '-->>', lines: linesOf(label) });
    } else if (note) {
      const [, from = '', to = '', label = ''] = note;
      rows.push({ type: 'note', from, to, lines: linesOf(label) });
    } else if (words) {
      if (words[1] === 'accTitle') title = words[2] ?? '';
      else description = words[2] ?? '';
    } else {
      throw new Error(`line ${index + 1} is not understood: ${line}`);
    }
  }
  return { title, description, lanes, rows };
}

const linesOf = (label: string): readonly string[] => label.split('<br/>');

/** The picture of a diagram text, as SVG that is readable on white and on dark ground. */
export function drawFlow(text: string): string {
  const diagram = parseFlow(text);
  const width = diagram.lanes.length * LANE_WIDTH + 2 * MARGIN;
  const centre = (id: string): number => {
    const index = diagram.lanes.findIndex((lane) => lane.id === id);
    if (index < 0) throw new Error(`no participant is called ${id}`);
    return MARGIN + index * LANE_WIDTH + LANE_WIDTH / 2;
  };

  const drawn: string[] = [];
  let y = TOP + HEAD_HEIGHT + 14;
  let number = 0;
  for (const row of diagram.rows) {
    const height = row.lines.length * LINE_HEIGHT;
    if (row.type === 'note') {
      drawn.push(noteOf(row.lines, centre(row.from), centre(row.to), y + 8));
      y += height + 36;
    } else {
      number += 1;
      drawn.push(messageOf(row, number, centre(row.from), centre(row.to), y + height + 8));
      y += height + ROW_GAP;
    }
  }

  const height = y + 18;
  const lifelines = diagram.lanes.map(({ id }) => {
    const x = centre(id);
    return `<line class="life" x1="${x}" y1="${TOP + HEAD_HEIGHT}" x2="${x}" y2="${height - 16}"/>`;
  });
  const heads = diagram.lanes.map((lane) => headOf(lane, centre(lane.id)));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title desc">`,
    `<title id="title">${escaped(diagram.title)}</title>`,
    `<desc id="desc">${escaped(diagram.description)}</desc>`,
    STYLE,
    `<rect class="ground" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="14"/>`,
    ...lifelines,
    ...heads,
    ...drawn,
    '</svg>',
    '',
  ].join('\n');
}

function headOf({ id, lines, person }: Lane, x: number): string {
  const own = id === OWN_LANE ? ' own' : '';
  const [name = '', ...rest] = lines;
  const radius = person ? HEAD_HEIGHT / 2 : 10;
  const left = x - HEAD_WIDTH / 2;
  return [
    `<rect class="head${own}" x="${left}" y="${TOP}" width="${HEAD_WIDTH}" height="${HEAD_HEIGHT}" rx="${radius}"/>`,
    `<text class="name${own}" x="${x}" y="${TOP + 25}">${escaped(name)}</text>`,
    `<text class="role${own}" x="${x}" y="${TOP + 43}">${escaped(rest.join(' '))}</text>`,
  ].join('\n');
}

function messageOf(
  row: Extract<Row, { readonly type: 'message' }>,
  number: number,
  from: number,
  to: number,
  y: number,
): string {
  const right = to > from ? 1 : -1;
  const start = from + right * BADGE;
  const tip = to - right * 3;
  const label = row.lines.map((line, index) => {
    const above = (row.lines.length - 1 - index) * LINE_HEIGHT + 9;
    return `<text class="label" x="${(from + to) / 2}" y="${y - above}">${escaped(line)}</text>`;
  });
  return [
    `<line class="${row.reply ? 'reply' : 'call'}" x1="${start}" y1="${y}" x2="${tip - right * 6}" y2="${y}"/>`,
    `<path class="tip" d="M${tip} ${y} l${-right * 10} -5 v10 z"/>`,
    `<circle class="badge" cx="${from}" cy="${y}" r="${BADGE}"/>`,
    `<text class="number" x="${from}" y="${y + 4}">${number}</text>`,
    ...label,
  ].join('\n');
}

function noteOf(lines: readonly string[], from: number, to: number, top: number): string {
  const left = Math.min(from, to) - 24;
  const width = Math.abs(to - from) + 48;
  const height = lines.length * LINE_HEIGHT + 16;
  const label = lines.map((line, index) => {
    const y = top + 21 + index * LINE_HEIGHT;
    return `<text class="noted" x="${(from + to) / 2}" y="${y}">${escaped(line)}</text>`;
  });
  return [
    `<rect class="note" x="${left}" y="${top}" width="${width}" height="${height}" rx="8"/>`,
    ...label,
  ].join('\n');
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The ground is opaque, so that the picture is readable wherever it is shown; a dark surrounding gets a dark one. */
const STYLE = `<style>
svg { font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif; color-scheme: light dark; }
.ground { fill: #fcfbf8; stroke: #d9d5cc; }
.life { stroke: #c9c4b8; stroke-width: 1.5; stroke-dasharray: 3 5; }
.head { fill: #ffffff; stroke: #8a94a0; stroke-width: 1.5; }
.head.own { fill: #14595f; stroke: #14595f; }
.name { font-size: 16px; font-weight: 650; fill: #1c2730; text-anchor: middle; }
.role { font-size: 13px; fill: #55616c; text-anchor: middle; }
.name.own { fill: #ffffff; }
.role.own { fill: #d5ecec; }
.call, .reply { stroke: #14595f; stroke-width: 1.75; }
.reply { stroke-dasharray: 6 4; }
.tip, .badge { fill: #14595f; }
.number { font-size: 11px; font-weight: 650; fill: #ffffff; text-anchor: middle; }
.label { font-size: 14.5px; fill: #1c2730; text-anchor: middle; paint-order: stroke; stroke: #fcfbf8; stroke-width: 5px; stroke-linejoin: round; }
.note { fill: #fbecc8; stroke: #d3a53c; stroke-width: 1.25; }
.noted { font-size: 14.5px; font-weight: 600; fill: #4a3608; text-anchor: middle; }
@media (prefers-color-scheme: dark) {
.ground { fill: #161c21; stroke: #36414a; }
.life { stroke: #46525c; }
.head { fill: #222b32; stroke: #75828d; }
.head.own { fill: #7fd1cf; stroke: #7fd1cf; }
.name { fill: #eef2f4; }
.role { fill: #aebac3; }
.name.own, .role.own { fill: #06292b; }
.call, .reply { stroke: #7fd1cf; }
.tip, .badge { fill: #7fd1cf; }
.number { fill: #06292b; }
.label { fill: #e6ebee; stroke: #161c21; }
.note { fill: #4a3a12; stroke: #b8913a; }
.noted { fill: #fbecc8; }
}
</style>`;

if (import.meta.main) {
  const pictures = new URL('../docs/pictures/', import.meta.url);
  const text = readFileSync(new URL('flow.mmd', pictures), 'utf8');
  writeFileSync(new URL('flow.svg', pictures), drawFlow(text));
}
