import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ApiKey } from '../../src/app/api-key.ts';
import { makeId } from '../../src/kernel/ids.ts';
import { plus } from '../../src/kernel/instant.ts';
import { assertSame, type Opener, withStore } from './open-store.ts';
import { CHANNEL, freshBytes, NOW, OTHER_CHANNEL, sampleEntry } from './store-samples.ts';

const created = ({ id, channel }: ApiKey) => sampleEntry(null, { type: 'key.created', subject: id, channel });
const revoked = ({ id, channel }: ApiKey) => sampleEntry(null, { type: 'key.revoked', subject: id, channel });

const key = (overrides: Partial<ApiKey> = {}): ApiKey => ({
  id: makeId('key', NOW, freshBytes(10)),
  scope: 'bot',
  channel: CHANNEL,
  name: 'shop bot',
  hash: freshBytes(32),
  createdAt: NOW,
  revokedAt: null,
  ...overrides,
});

/** API keys: found by hash, listed by channel, revoked. */
export function keyContract(open: Opener): void {
  test(
    'a key is found by its hash, as it was written',
    withStore(open, async ({ keys }) => {
      const [one, two] = [key(), key({ scope: 'operator', revokedAt: plus(NOW, 5) })];
      await keys.insert(one, created(one));
      await keys.insert(two, created(two));
      assertSame(await keys.byHash(one.hash), one);
      assertSame(await keys.byHash(two.hash), two);
      assert.equal(await keys.byHash(freshBytes(32)), null);
    }),
  );

  test(
    'keys are listed oldest first, of one channel or of all',
    withStore(open, async ({ keys }) => {
      const [one, two, three] = [key(), key({ channel: OTHER_CHANNEL }), key()];
      for (const each of [one, two, three]) await keys.insert(each, created(each));
      assertSame(await keys.list(null), [one, two, three]);
      assertSame(await keys.list(CHANNEL), [one, three]);
      assertSame(await keys.list(OTHER_CHANNEL), [two]);
    }),
  );

  test(
    'a revocation can be brought forward and is never put off',
    withStore(open, async ({ keys }) => {
      const one = key();
      await keys.insert(one, created(one));
      const revokedAt = async () => (await keys.byHash(one.hash))?.revokedAt;
      assert.equal(await keys.revoke(one.id, plus(NOW, 1000), revoked(one)), true);
      assert.equal(await revokedAt(), plus(NOW, 1000));
      assert.equal(await keys.revoke(one.id, NOW, revoked(one)), true);
      assert.equal(await revokedAt(), NOW);
      assert.equal(await keys.revoke(one.id, plus(NOW, 2000), revoked(one)), true);
      assert.equal(await revokedAt(), NOW);
    }),
  );

  test(
    'revoking a key that is not there answers false',
    withStore(open, async ({ keys }) => {
      const one = key();
      await keys.insert(one, created(one));
      const other = key();
      assert.equal(await keys.revoke(other.id, NOW, revoked(other)), false);
      assert.equal((await keys.list(null))[0]?.revokedAt, null);
    }),
  );

  test(
    'a second key with the same hash is a bug, and changes nothing',
    withStore(open, async ({ keys }) => {
      const one = key();
      await keys.insert(one, created(one));
      const twin = key({ hash: one.hash });
      await assert.rejects(keys.insert(twin, created(twin)));
      assertSame(await keys.list(null), [one]);
    }),
  );
}
