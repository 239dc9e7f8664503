import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { createChallenge } from '../../src/app/create-challenge.ts';
import { eraseClient } from '../../src/app/erase-client.ts';
import { lastingKeysOf } from '../../src/app/lasting-keys.ts';
import { openNotary } from '../../src/app/notary.ts';
import { beginVault, isSecretBegun, openVault, SecretRefused } from '../../src/app/open-vault.ts';
import type { SecretStore } from '../../src/app/privacy-ports.ts';
import { rotateSecret } from '../../src/app/rotate-secret.ts';
import { showClient } from '../../src/app/show-client.ts';
import { StoreUnavailable } from '../../src/app/store-ports.ts';
import { SealBroken, type Secrets, Vault } from '../../src/app/vault.ts';
import { parseLogEntry } from '../../src/domain/audit/log-entry.ts';
import type { Client } from '../../src/domain/challenge/challenge.ts';
import { sampleChange } from '../contracts/store-samples.ts';
import { seededEntropy } from '../fakes/entropy.ts';
import { begunLog } from './begun-log.ts';
import { answer, create } from './challenge-journey.ts';
import { answeredChallenge, disclosedIn } from './evidence-journey.ts';
import { requestFor, serviceForTests, type TestService } from './service-for-tests.ts';

const OLD = new Uint8Array(32).fill(1);
const NEW = new Uint8Array(32).fill(2);
const BOTH: Secrets = { current: NEW, previous: OLD };
const ALONE: Secrets = { current: NEW, previous: null };
const entropy = seededEntropy('rotation');

async function begun(context: TestContext): Promise<TestService> {
  const service = await serviceForTests(context, { secret: OLD });
  const vault = await beginVault(service.store.secrets, { current: OLD, previous: null }, entropy);
  await begunLog(service);
  return { ...service, vault };
}

const withSecrets = async (service: TestService, secrets: Secrets): Promise<TestService> => ({
  ...service,
  vault: await openVault(service.store.secrets, secrets, entropy),
});

const silent = () => undefined;

test('after a rotation everything opens with the new secret alone, and the log says that it was replaced', async (context) => {
  const service = await begun(context);
  const id = await answeredChallenge(service, 'right', 'ana');
  await answeredChallenge(service, 'right', 'blocked');
  await eraseClient(service, service.channel.id, 'blocked', 30);
  await beginVault(service.store.secrets, BOTH, entropy);
  const rotating = await withSecrets(service, BOTH);
  const told: number[] = [];
  const outcome = await rotateSecret(rotating, ({ done, of }) => told.push(done / of));
  // Two clients, one of them also blocked, and the log's key.
  assert.deepEqual(outcome, { type: 'rotated', keys: 4, changed: 4 });
  assert.equal(told.at(-1), 1);
  assert.deepEqual(told, told.toSorted());
  const after = await withSecrets(service, ALONE);
  assert.notEqual(await disclosedIn(after, id), 0);
  assert.equal((await openNotary(after))?.signers.length, 1);
  const [blocked] = await service.store.privacy.blockedOf(
    service.channel.id,
    service.vault.pseudonym('blocked'),
  );
  assert(blocked !== undefined);
  assert.equal(after.vault.unwrap(blocked.wrappedKey).bytes.byteLength, 32);
  const entries = await service.store.audit.entries({ challenge: null, fromIndex: 0, limit: 1000 });
  const last = parseLogEntry(entries.at(-1)?.bytes ?? new Uint8Array());
  assert.equal(last.ok && last.value.type, 'secret.rotated');
  // Run again, it finds nothing to do, and says nothing.
  assert.deepEqual(await rotateSecret(rotating, silent), { type: 'rotated', keys: 4, changed: 0 });
  assert.equal(await service.store.audit.size(), entries.length);
});

test('pseudonyms, locks and candidates are the same under the new secret', async (context) => {
  const service = await begun(context);
  for (let failures = 0; failures < 3; failures++) {
    await answer(service, (await create(service, requestFor('ana'))).token, 'wrong');
  }
  await beginVault(service.store.secrets, BOTH, entropy);
  await rotateSecret(await withSecrets(service, BOTH), silent);
  const after = await withSecrets(service, ALONE);
  assert.equal((await showClient(after, after.channel, 'ana'))?.state, 'locked');
  assert.deepEqual(after.vault.candidateSecret, service.vault.candidateSecret);
  assert.equal(after.vault.phonePseudonym('525512345678'), service.vault.phonePseudonym('525512345678'));
  assert.notEqual(lastingKeysOf(NEW).candidates, after.vault.candidateSecret);
});

test('while both secrets are there requests of before are known again; the old one seals nothing more', async (context) => {
  const service = await begun(context);
  const idempotency = { key: 'once', requestHash: new Uint8Array(32).fill(9) };
  const request = requestFor('ana', { idempotency });
  const first = await createChallenge(service, service.channel, request);
  assert.equal(first.type, 'created');
  const rotating = await withSecrets(service, BOTH);
  const again = await createChallenge(rotating, service.channel, request);
  assert.ok(again.type === 'created' && again.replayed);
  const later = await createChallenge(await withSecrets(service, BOTH), service.channel, requestFor('ben'));
  assert.equal(later.type, 'created');
  const ben = await service.store.challenges.client(service.channel.id, service.vault.pseudonym('ben'));
  assert(ben !== null);
  assert.equal(rotating.vault.rewrapClientKey(ben.wrappedKey), null);
  // With the new one alone a request of before is no longer known, which is told and breaks nothing.
  const refused = await createChallenge(
    { ...service, vault: new Vault(ALONE, entropy, lastingKeysOf(OLD)) },
    service.channel,
    request,
  );
  assert.equal(refused.type, 'idempotency_key_reused');
});

test('a run that is cut off leaves keys under either secret, all of which open, and the next one ends it', async (context) => {
  const service = await begun(context);
  const names = Array.from({ length: 450 }, (_, nth) => `client ${nth}`);
  for (const name of names) {
    const ref = service.vault.pseudonym(name);
    const next: Client = {
      ...{ channel: service.channel.id, ref, wrappedKey: service.vault.newClientKey().wrapped, version: 1 },
      ...{ consecutiveFailures: 0, lockedUntil: null, answered: 0, ledger: {}, askedAt: [], latest: null },
    };
    await service.store.challenges.commit(sampleChange({ client: { expectedVersion: 0, next } }));
  }
  await beginVault(service.store.secrets, BOTH, entropy);
  const rotating = await withSecrets(service, BOTH);
  let batches = 0;
  const secrets: SecretStore = {
    ...service.store.secrets,
    rewrap: async (keys) => {
      await service.store.secrets.rewrap(keys);
      // As a power cut does: what was committed is there, and nobody hears of it.
      if (++batches === 2) throw new StoreUnavailable('cut off');
    },
  };
  const cut = { ...rotating, store: { ...service.store, secrets } };
  await assert.rejects(rotateSecret(cut, silent), StoreUnavailable);
  const after = await withSecrets(service, ALONE);
  const opening = async (): Promise<number> => {
    let open = 0;
    for (const name of names) {
      const client = await service.store.challenges.client(service.channel.id, service.vault.pseudonym(name));
      assert(client !== null);
      assert.equal(rotating.vault.unwrap(client.wrappedKey).bytes.byteLength, 32);
      try {
        after.vault.unwrap(client.wrappedKey);
        open += 1;
      } catch (error) {
        assert(error instanceof SealBroken);
      }
    }
    return open;
  };
  assert.equal(await opening(), 400);
  const outcome = await rotateSecret(rotating, silent);
  assert.deepEqual(outcome, { type: 'rotated', keys: 451, changed: 51 });
  assert.equal(await opening(), 450);
});

test('a journey that is under way while its key is moved goes on', async (context) => {
  const service = await begun(context);
  const { token } = await create(service, requestFor('ana'));
  await beginVault(service.store.secrets, BOTH, entropy);
  const rotating = await withSecrets(service, BOTH);
  const [outcome] = await Promise.all([answer(rotating, token, 'right'), rotateSecret(rotating, silent)]);
  assert.equal(outcome.type, 'decided');
  const after = await withSecrets(service, ALONE);
  assert.equal((await showClient(after, after.channel, 'ana'))?.state, 'open');
  await answeredChallenge(after, 'right', 'ana');
});

test('a database belongs to a secret: another one is turned away, and of two at once one', async (context) => {
  const { store } = await serviceForTests(context);
  const other: Secrets = { current: OLD, previous: null };
  const began = await Promise.allSettled([
    beginVault(store.secrets, ALONE, entropy),
    beginVault(store.secrets, other, entropy),
  ]);
  assert.deepEqual(began.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected']);
  const isNew = began[0]?.status === 'fulfilled';
  await assert.rejects(openVault(store.secrets, isNew ? other : ALONE, entropy), SecretRefused);
  assert.equal(await isSecretBegun(store.secrets, isNew ? ALONE : other), true);
  await assert.rejects(
    isSecretBegun(store.secrets, isNew ? other : ALONE),
    (error) => error instanceof SecretRefused && /^SECRET_KEY is not the one/.test(error.message),
  );
});
