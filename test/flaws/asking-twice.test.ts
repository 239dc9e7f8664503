import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, linkOf, runningService, shownBy } from './running-service.ts';

// The reference drew fresh decoys around the same truth: what two of its pages had in common was the truth.
test('asking again and again shows the same values, so that comparing pages tells nothing', async (context) => {
  const service = await runningService(context);
  const pages = new Set<string>();
  for (let page = 0; page < 10; page++) {
    const { kind, options } = await shownBy(await linkOf(await ask(service.apiUrl, 'ana')));
    pages.add([kind, ...options.map(({ shows }) => shows).sort()].join(' '));
  }
  assert.equal(pages.size, 1);
});

test('the page is the same for every birthday that it shows', async (context) => {
  const service = await runningService(context);
  const first = await shownBy(await linkOf(await ask(service.apiUrl, 'ana', '1980-02-03')));
  if (first.kind !== 'date_of_birth') return;
  for (const { shows, none } of first.options) {
    if (none) continue;
    const same = await shownBy(await linkOf(await ask(service.apiUrl, 'ana', shows)));
    assert.deepEqual(
      same.options.map((option) => option.shows).sort(),
      first.options.map((option) => option.shows).sort(),
    );
  }
});
