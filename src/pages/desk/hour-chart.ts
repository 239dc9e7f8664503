import type { HourFigures } from '../../app/day-figures.ts';
import type { Status } from '../../domain/challenge/lifecycle.ts';
import { type Html, html, trusted } from '../html.ts';
import type { DeskFormats } from './desk-formats.ts';
import { STATUS } from './desk-words.ts';

/** From the ground up. */
const CHART_ORDER: readonly Status[] = ['passed', 'failed', 'expired', 'canceled', 'pending'];

/** Points: widths are shares of the page's, so that letters stay as large on a phone. */
const HEIGHT = 190;
const TOP = 22;
const BOTTOM = 24;
const LABEL_EVERY_HOURS = 6;

/** Bars by the hour, one part for each way that challenges went; the same figures as a table below. */
export function hourChart(hours: readonly HourFigures[], formats: DeskFormats): Html {
  const totals = hours.map(({ counts }) => CHART_ORDER.reduce((sum, status) => sum + counts[status], 0));
  const most = Math.max(...totals, 1);
  const busiest = hours[totals.indexOf(most)];
  const label =
    busiest === undefined
      ? 'Challenges by the hour.'
      : `Challenges by the hour. The busiest hour began at ${formats.clock(busiest.at)}, with ${formats.count(most)}. The table below has every figure.`;
  const width = 100 / hours.length;
  const bars = hours.map(({ counts }, nth) =>
    stack(
      CHART_ORDER.map((status) => [status, counts[status]]),
      { left: nth * width, width, most },
    ),
  );
  const marks = hours.flatMap(({ at }, nth) =>
    nth % LABEL_EVERY_HOURS === 0
      ? [html`<text x="${share(nth * width)}" y="${HEIGHT - 6}">${formats.clock(at)}</text>`]
      : [],
  );
  return html`<figure class="chart">
<svg width="100%" height="${HEIGHT}" role="img" aria-label="${label}">
<line class="grid" x1="0" x2="100%" y1="${TOP}" y2="${TOP}"/>
<line class="ground" x1="0" x2="100%" y1="${HEIGHT - BOTTOM}" y2="${HEIGHT - BOTTOM}"/>
<text x="0" y="${TOP - 7}">${formats.count(most)}</text>
${bars}
${marks}
</svg>
<figcaption><ul class="legend">${CHART_ORDER.map((status) => html`<li class="key-${status}">${STATUS[status]}</li>`)}</ul></figcaption>
</figure>
${hourTable(hours, formats)}`;
}

type Bar = { readonly left: number; readonly width: number; readonly most: number };

function stack(parts: readonly (readonly [Status, number])[], { left, width, most }: Bar): Html {
  let ground = HEIGHT - BOTTOM;
  const rects = parts.flatMap(([status, count]) => {
    if (count === 0) return [];
    const height = Math.max(2, Math.round((count / most) * (HEIGHT - BOTTOM - TOP)));
    ground -= height;
    // A point less than its height, so that parts are told apart by more than their colours.
    return [
      `<rect class="${status}" x="${share(left + width * 0.14)}" width="${share(width * 0.72)}" y="${ground}" height="${height - 1}" rx="1.5"/>`,
    ];
  });
  return trusted(rects.join(''));
}

const share = (percent: number): string => `${Math.round(percent * 100) / 100}%`;

function hourTable(hours: readonly HourFigures[], formats: DeskFormats): Html {
  const busy = hours.filter(({ counts }) => CHART_ORDER.some((status) => counts[status] > 0));
  return html`<details class="more"><summary>The same as a table</summary>
<div class="scroll" tabindex="0" role="region" aria-label="Challenges by the hour"><table>
<thead><tr><th scope="col">From</th>${CHART_ORDER.map((status) => html`<th scope="col">${STATUS[status]}</th>`)}</tr></thead>
<tbody>${busy.map(
    ({ at, counts }) =>
      html`<tr><th scope="row">${formats.clock(at)}</th>${CHART_ORDER.map((status) => html`<td>${formats.count(counts[status])}</td>`)}</tr>`,
  )}</tbody>
</table></div></details>`;
}
