import assert from 'node:assert/strict';
import { test } from 'node:test';
import { instant } from '../../src/kernel/instant.ts';
import type { CertificateShelf } from '../../src/system/acme/certificate-shelf.ts';
import { systemClock } from '../../src/system/clock.ts';
import { selfSigned } from '../../src/system/tls/self-signed.ts';

const DOMAIN = 'verify.countersign.test';
const AUTHORITY = 'https://authority.test/directory';
const TRIAL = 'https://trial.authority.test/directory';

/** Opens a shelf over the same place, for the authority of a directory. */
export type ShelfOpener = (directoryUrl: string) => CertificateShelf;

/** What every place must keep of an authority. @param begin a place of its own. */
export function certificateShelfContract(name: string, begin: () => Promise<ShelfOpener>): void {
  test(`${name}: a pair is kept whole, for its own name and authority, until it is over`, async () => {
    const open = await begin();
    assert.equal(await open(AUTHORITY).pair(DOMAIN, systemClock.now()), null);
    const pair = await selfSigned([DOMAIN], systemClock.now());
    await open(AUTHORITY).keep(pair);
    const { cert, key, notAfter } = (await open(AUTHORITY).pair(DOMAIN, systemClock.now())) ?? {};
    assert.deepEqual({ cert, key }, pair);
    assert.equal(await open(AUTHORITY).pair('other.countersign.test', systemClock.now()), null);
    assert.equal(await open(TRIAL).pair(DOMAIN, systemClock.now()), null);
    assert.equal(await open(AUTHORITY).pair(DOMAIN, instant(notAfter ?? 0)), null);

    const next = await selfSigned([DOMAIN], systemClock.now());
    await open(AUTHORITY).keep(next);
    assert.equal((await open(AUTHORITY).pair(DOMAIN, systemClock.now()))?.cert, next.cert);
  });

  test(`${name}: an account is made once for each authority`, async () => {
    const open = await begin();
    const { jwk } = await open(AUTHORITY).account();
    assert.deepEqual((await open(AUTHORITY).account()).jwk, jwk);
    assert.notDeepEqual((await open(TRIAL).account()).jwk, jwk);
  });

  test(`${name}: an answer is found while it is shown, and is hidden by whoever showed it`, async () => {
    const shelf = (await begin())(AUTHORITY);
    assert.equal(await shelf.answer(), null);
    await shelf.show('first.print');
    assert.equal(await shelf.answer(), 'first.print');
    await shelf.show('second.print');
    await shelf.hide('first.print');
    assert.equal(await shelf.answer(), 'second.print');
    await shelf.hide('second.print');
    assert.equal(await shelf.answer(), null);
  });

  test(`${name}: the last failed try is known`, async () => {
    const shelf = (await begin())(AUTHORITY);
    assert.equal(await shelf.failure(), null);
    const failed = { failures: 3, at: instant(1_700_000_000_000), due: instant(1_700_000_900_000) };
    await shelf.keepFailure(failed);
    assert.deepEqual(await shelf.failure(), failed);
  });
}
