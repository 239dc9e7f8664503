import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onceNeeded } from '../../src/kernel/once-needed.ts';

test('it is made when it is first asked for, and once, whatever it is', () => {
  for (const value of [{}, null, undefined, 0]) {
    let made = 0;
    const get = onceNeeded(() => {
      made += 1;
      return value;
    });
    assert.equal(made, 0);
    assert.equal(get(), value);
    assert.equal(get(), value);
    assert.equal(made, 1);
  }
});

test('what could not be made is tried again', () => {
  let tries = 0;
  const get = onceNeeded(() => {
    tries += 1;
    if (tries === 1) throw new Error('not yet');
    return 'made';
  });
  assert.throws(get, /not yet/);
  assert.equal(get(), 'made');
});
