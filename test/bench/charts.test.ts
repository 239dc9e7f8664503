import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'node-html-parser';
import { figure } from '../../bench/harness/figure.ts';
import { barChart } from '../../bench/report/bar-chart.ts';
import { lineChart } from '../../bench/report/line-chart.ts';
import { shownNumber, shownValue } from '../../bench/report/numbers.ts';
import { bar } from '../../bench/report/progress.ts';
import { linearScale, logScale } from '../../bench/report/scale.ts';

const ACROSS = { from: 0, to: 100 };

test('an even scale begins at zero, has round marks and room for the most', () => {
  const scale = linearScale(2350, ACROSS);
  assert.deepEqual(scale.ticks, [0, 500, 1000, 1500, 2000, 2500]);
  assert.equal(scale.place(0), 0);
  assert.equal(scale.place(2500), 100);
  for (const most of [0.03, 1, 7, 99, 100, 1e7]) {
    const { ticks, place } = linearScale(most, ACROSS);
    assert.ok(ticks.length <= 8 && place(most) <= 100.001, String(most));
  }
});

test('a scale by powers of ten gives each of them the same room', () => {
  const scale = logScale(1000, 10_000_000, ACROSS);
  assert.deepEqual(scale.ticks, [1e3, 1e4, 1e5, 1e6, 1e7]);
  assert.deepEqual(scale.ticks.map(scale.place), [0, 25, 50, 75, 100]);
});

test('numbers are shown with the digits that mean something', () => {
  const numbers = [24_657.4, 330.2, 41, 12.54, 0.554, 0.0376, Number.NaN];
  assert.deepEqual(numbers.map(shownNumber), ['24,657', '330', '41', '12.5', '0.55', '0.038', '–']);
  assert.equal(shownValue(1.5, 'ms'), '1.50 ms');
});

test('bars say their medians, show the span of their runs, and which of them miss their goal', () => {
  const parts = { unit: 'of the anchor', better: 'higher' } as const;
  const svg = parse(
    barChart('Ratios', [
      figure({ ...parts, name: 'a', label: '`POST`', values: [0.5, 0.6, 0.7], goal: 0.55 }),
      figure({ ...parts, name: 'b', label: 'journeys', values: [0.05], goal: 0.1 }),
    ]),
  );
  const bars = svg.querySelectorAll('rect').slice(1);
  assert.equal(new Set(bars.map((bar) => bar.getAttribute('fill'))).size, 2);
  assert.equal(svg.querySelectorAll('.goal').length, 2);
  assert.equal(
    svg.querySelector('svg')?.getAttribute('aria-label'),
    'Ratios: POST 0.60 of the anchor; journeys 0.050 of the anchor',
  );
});

test('a line goes through every point, and what it shows is said in words', () => {
  const svg = parse(
    lineChart({
      title: 'Growth',
      x: { label: 'stored', scale: 'log' },
      y: { label: 'per second' },
      series: [
        {
          name: 'creates',
          points: [
            [1000, 50],
            [100_000, 40],
          ],
        },
      ],
      goal: { at: 60, label: 'goal' },
    }),
  );
  assert.equal(svg.querySelector('polyline')?.getAttribute('points')?.split(' ').length, 2);
  assert.equal(svg.querySelectorAll('.goal').length, 1);
  assert.match(svg.querySelector('svg')?.getAttribute('aria-label') ?? '', /creates from 50 to 40/);
});

test('names cannot break the picture', () => {
  const svg = lineChart({
    title: '<script>&"',
    x: { label: 'x', scale: 'linear' },
    y: { label: 'y' },
    series: [{ name: '</svg>', points: [[1, 1]] }],
  });
  assert.doesNotMatch(svg, /<script/);
  assert.equal(svg.split('</svg>').length, 2);
});

test('a bar is as wide whatever its share, and is full at the end only', () => {
  const bars = [0, 0.5, 0.999, 1].map(bar);
  assert.deepEqual(new Set(bars.map((each) => each.length)).size, 1);
  assert.deepEqual(
    bars.map((each) => each.trim().split(/ +/).at(-2)),
    ['0', '50', '99', '100'],
  );
  assert.equal(bars[1], `${'█'.repeat(10)}${'░'.repeat(10)}  50 %`);
});
