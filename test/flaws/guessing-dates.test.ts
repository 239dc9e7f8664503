import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, linkOf, rightOption, runningService, shownBy } from './running-service.ts';

const CLIENTS = 600;

// In the reference the middle of five dates was right in 34.5 % of pages, the largest of five sums in 79.7 %.
// The large, seeded measure over 100,000 clients is in test/attacks; this one goes through the front door.
test('taking the middle, or the largest, is right no more often than one in five', async (context) => {
  const service = await runningService(context);
  let middle = 0;
  let largest = 0;
  for (let client = 0; client < CLIENTS; client++) {
    const shown = await shownBy(await linkOf(await ask(service.apiUrl, `client ${client}`)));
    const sorted = shown.options
      .filter(({ none }) => !none)
      .sort((a, b) =>
        shown.kind === 'date_of_birth' ? a.shows.localeCompare(b.shows) : Number(a.shows) - Number(b.shows),
      );
    const right = rightOption(shown);
    if (sorted[1] === right || sorted[2] === right) middle += 0.5;
    if (sorted.at(-1) === right) largest += 1;
  }
  // Five standard errors: the secret is fixed, so this comes out the same each time.
  const bound = CLIENTS * 0.2 + 5 * Math.sqrt(CLIENTS * 0.2 * 0.8);
  assert.ok(middle < bound, `the middle was right ${middle} times of ${CLIENTS}`);
  assert.ok(largest < bound, `the largest was right ${largest} times of ${CLIENTS}`);
});
