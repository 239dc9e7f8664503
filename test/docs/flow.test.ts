import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { drawFlow } from '../../scripts/draw-flow.ts';

const picture = (name: string): string =>
  readFileSync(new URL(`../../docs/pictures/${name}`, import.meta.url), 'utf8');

test('the picture of the flow is what its text says now', () => {
  const told = 'docs/pictures/flow.svg is old: run npx node scripts/draw-flow.ts';
  assert.equal(drawFlow(picture('flow.mmd')), picture('flow.svg'), told);
});

test('a line that the drawing does not understand is named, not left out', () => {
  const text = 'sequenceDiagram\nparticipant a as A\nloop for ever\n';
  assert.throws(() => drawFlow(text), { message: 'line 3 is not understood: loop for ever' });
});

test('a message to somebody who takes no part is a fault', () => {
  const text = 'sequenceDiagram\nparticipant a as A\na->>b: hello\n';
  assert.throws(() => drawFlow(text), { message: 'no participant is called b' });
});

test('words are words in the picture, whatever they hold', () => {
  const svg = drawFlow('sequenceDiagram\nparticipant a as <script>&\nparticipant b as B\na->>b: 1 < 2\n');
  assert.match(svg, /&lt;script&gt;&amp;/);
  assert.match(svg, /1 &lt; 2/);
  assert.doesNotMatch(svg, /<script>/);
});
