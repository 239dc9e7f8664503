import { type Figure, reached, spreadOf } from '../harness/figure.ts';
import { shownNumber, shownValue } from './numbers.ts';
import { linearScale } from './scale.ts';
import { at, lineFromTo, picture, SERIES_COLOURS, textAt } from './svg.ts';

const WIDTH = 720;
const LEFT = 24;
const RIGHT = WIDTH - 24;
const TOP = 56;
const ROW = 46;
const BAR = 14;
const [MISSED_COLOUR, REACHED_COLOUR] = [SERIES_COLOURS[1], SERIES_COLOURS[0]];

/**
 * One bar for each figure up to its median, a whisker from the least to the most of its runs, and a dashed line at its
 * goal. All in one unit.
 */
export function barChart(title: string, figures: readonly Figure[]): string {
  const rows = figures.map((figure) => ({ figure, spread: spreadOf(figure) }));
  const most = Math.max(...rows.map(({ figure, spread }) => Math.max(spread.most, figure.goal ?? 0)));
  const bottom = TOP + rows.length * ROW;
  const x = linearScale(most > 0 ? most : 1, { from: LEFT, to: RIGHT });
  const label = rows.map(
    ({ figure, spread }) => `${plain(figure.label)} ${shownValue(spread.median, figure.unit)}`,
  );
  return picture(WIDTH, bottom + 36, `${title}: ${label.join('; ')}`, [
    textAt(LEFT, 28, title, { style: 'title' }),
    ...x.ticks.map((tick) => lineFromTo('line', x.place(tick), TOP, x.place(tick), bottom)),
    ...x.ticks.map((tick) =>
      textAt(x.place(tick), bottom + 18, shownNumber(tick), { anchor: 'middle', style: 'faint' }),
    ),
    ...rows.flatMap(({ figure, spread }, nth) => {
      const y = TOP + nth * ROW + 24;
      const fill = reached(figure) === false ? MISSED_COLOUR : REACHED_COLOUR;
      const middle = y + BAR / 2;
      return [
        textAt(LEFT + 4, y - 6, `${plain(figure.label)}: ${shownValue(spread.median, figure.unit)}`),
        `<rect x="${LEFT}" y="${at(y)}" width="${at(Math.max(1, x.place(spread.median) - LEFT))}" height="${BAR}" rx="3" fill="${fill}"/>`,
        lineFromTo('whisker', x.place(spread.least), middle, x.place(spread.most), middle),
        ...(figure.goal === null
          ? []
          : [lineFromTo('goal', x.place(figure.goal), y - 3, x.place(figure.goal), y + BAR + 3)]),
      ];
    }),
  ]);
}

/** A label without the marks of Markdown. */
const plain = (label: string): string => label.replaceAll('`', '');
