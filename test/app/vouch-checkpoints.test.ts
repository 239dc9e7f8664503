import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { openNotary } from '../../src/app/notary.ts';
import { Vouching } from '../../src/app/vouch-checkpoints.ts';
import {
  NO_VOUCHERS,
  type TimeStampAuthority,
  type Vouchers,
  type WitnessAnswer,
} from '../../src/app/vouchers.ts';
import { openCheckpoint } from '../../src/domain/audit/checkpoint.ts';
import { err, ok } from '../../src/kernel/result.ts';
import { begunLog, ORIGIN } from './begun-log.ts';
import { fakeWitness } from './fake-witness.ts';
import { serviceForTests } from './service-for-tests.ts';

const NEVER = new AbortController().signal;

async function vouching(context: TestContext, changes: Partial<Vouchers> = {}) {
  const service = await serviceForTests(context);
  const log = await begunLog(service);
  await log.grow(5);
  await log.sign();
  const witnesses = [await fakeWitness(service), await fakeWitness(service, 'other.example/w')] as const;
  const outcomes: string[] = [];
  const vouchers: Vouchers = { ...NO_VOUCHERS, witnesses, ...changes };
  const meter = {
    asked: (voucher: string, outcome: string) => outcomes.push(`${voucher} ${outcome}`),
    vouched: (voucher: string, size: number) => outcomes.push(`${voucher} ${size}`),
  };
  const own = new Vouching(service, vouchers, meter);
  return {
    service,
    log,
    witnesses,
    outcomes,
    round: () => own.round(NEVER),
    anotherInstance: () => new Vouching(service, vouchers, meter),
    async newest() {
      const stored = await service.store.checkpoints.latest();
      const notary = await openNotary(service);
      assert.ok(stored !== null && notary !== null);
      const known = witnesses.map(({ verifier }) => verifier);
      const opened = openCheckpoint(stored.note, { log: notary.identity, witnesses: known });
      assert.ok(opened.ok);
      assert.equal(opened.value.unknownSignatures, 0);
      assert.equal(opened.value.cosignatures.length, stored.cosignatures);
      return { ...stored, by: opened.value.cosignatures.map(({ witness: by }) => by.name).toSorted() };
    },
    async grownBy(entries: number) {
      await log.grow(entries);
      await log.sign();
      service.clock.jump(2000);
    },
  };
}

const BOTH = ['other.example/w', 'witness.example/w'];

test('each new checkpoint is cosigned by every witness, once, and kept with what they said', async (context) => {
  const { round, newest, grownBy, witnesses, outcomes } = await vouching(context);
  await round();
  assert.deepEqual((await newest()).by, BOTH);
  await round();
  assert.equal(witnesses[0].asked.length, 1);
  for (const more of [1, 2, 30]) {
    await grownBy(more);
    await round();
    assert.deepEqual((await newest()).by, BOTH);
  }
  assert.equal(witnesses[0].asked.length, 4);
  assert.ok(outcomes.includes('witness.example/w vouched') && outcomes.includes('witness.example/w 40'));
});

test('after a restart the witness says what it saw, and is shown what came since', async (context) => {
  const { round, newest, grownBy, witnesses, anotherInstance } = await vouching(context);
  await round();
  await grownBy(9);
  await anotherInstance().round(NEVER);
  assert.deepEqual((await newest()).by, BOTH);
  assert.deepEqual(
    witnesses[0].asked.map((body) => body.split('\n')[0]),
    ['old 0', 'old 0', 'old 7'],
  );
});

test('one that is down is asked again after one, two, four seconds, up to ten minutes, and holds nobody up', async (context) => {
  const { service, round, newest, witnesses, outcomes } = await vouching(context);
  const [down] = witnesses;
  down.instead = () => ({ type: 'failed', error: 'w refused the connection (ECONNREFUSED).' });
  await round();
  assert.deepEqual((await newest()).by, ['other.example/w']);
  const waits: number[] = [];
  for (let tries = 1; tries < 14; tries++) {
    let waited = 0;
    while (down.asked.length === tries) {
      service.clock.jump(100);
      waited += 100;
      await round();
    }
    waits.push(waited);
  }
  for (const [nth, waited] of waits.entries()) {
    const planned = Math.min(600_000, 1000 * 2 ** nth);
    assert.ok(waited >= planned * 0.8 && waited <= planned * 1.2 + 100, `${nth}: ${waited}`);
  }
  assert.equal(outcomes.filter((each) => each === 'witness.example/w failed').length, 14);
  down.instead = null;
  service.clock.jump(720_000);
  await round();
  assert.deepEqual((await newest()).by, BOTH);
});

test('what one that hangs will say is waited for by nobody else, and what others said is kept at once', async (context) => {
  const { round, newest, witnesses } = await vouching(context);
  const hung = Promise.withResolvers<WitnessAnswer>();
  witnesses[0].instead = () => hung.promise;
  const hanging = round();
  while ((await newest()).by.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  assert.deepEqual((await newest()).by, ['other.example/w']);
  hung.resolve({ type: 'failed', error: 'w gave no answer within 10 s.' });
  await hanging;
});

test('garbage, another key, another log’s signature and a clock that is wrong are not kept', async (context) => {
  const { service, round, newest, witnesses, outcomes } = await vouching(context);
  const [liar] = witnesses;
  const stranger = await fakeWitness(service, 'stranger.example/w');
  const lies: ((answer: WitnessAnswer) => WitnessAnswer | Promise<WitnessAnswer>)[] = [
    () => ({ type: 'cosigned', lines: '' }),
    () => ({ type: 'cosigned', lines: '<html>welcome</html>\n' }),
    () => stranger.addCheckpoint(liar.asked[0] ?? '', NEVER),
    (answer) =>
      answer.type === 'cosigned' ? { ...answer, lines: answer.lines.replace(/.{6}\n$/, 'AAAA==\n') } : answer,
    () => ({ type: 'other_size', size: 3 }),
  ];
  for (const lie of lies) {
    liar.instead = lie;
    await round();
    assert.deepEqual((await newest()).by, ['other.example/w']);
    service.clock.jump(60_000);
  }
  assert.equal(outcomes.filter((each) => each === 'witness.example/w failed').length, lies.length);
});

test('a witness whose clock is an hour off says nothing that counts', async (context) => {
  const { service, round, newest, witnesses } = await vouching(context);
  witnesses[0].instead = (answer) => {
    service.clock.jump(3_600_000);
    return answer;
  };
  await round();
  assert.ok(!(await newest()).by.includes('witness.example/w'));
});

test('an answer to an earlier checkpoint, played again, adds nothing', async (context) => {
  const { round, newest, witnesses, grownBy } = await vouching(context);
  let first: WitnessAnswer | null = null;
  witnesses[0].instead = (answer) => {
    first ??= answer;
    return first;
  };
  await round();
  await grownBy(4);
  await round();
  assert.deepEqual((await newest()).by, ['other.example/w']);
});

test('a witness that saw another history, or a longer log, is an error that is told as one', async (context) => {
  const { service, round, newest, witnesses, outcomes } = await vouching(context);
  const own = await openNotary(service);
  assert.ok(own !== null);
  witnesses[0].heads.set(own.identity.origin, { size: 7, root: new Uint8Array(32) });
  witnesses[1].heads.set(own.identity.origin, { size: 70, root: new Uint8Array(32) });
  await round();
  assert.deepEqual((await newest()).by, []);
  assert.deepEqual(outcomes.toSorted(), ['other.example/w conflict', 'witness.example/w conflict']);
});

test('a witness that another instance has shown more in the meantime is no conflict', async (context) => {
  const { service, log, round, witnesses, outcomes, anotherInstance } = await vouching(context);
  const [slow] = witnesses;
  slow.instead = async (answer) => {
    slow.instead = null;
    await log.grow(3);
    await log.sign();
    service.clock.jump(2000);
    await anotherInstance().round(NEVER);
    return { type: 'other_size', size: answer.type === 'cosigned' ? 10 : 0 };
  };
  await round();
  assert.ok(!outcomes.includes('witness.example/w conflict'));
});

test('a witness is asked no sooner again than the settings say', async (context) => {
  const { round, witnesses, service, grownBy } = await vouching(context, { witnessEvery: 30_000 });
  await round();
  await grownBy(1);
  await round();
  assert.equal(witnesses[0].asked.length, 1);
  service.clock.jump(30_000);
  await round();
  assert.equal(witnesses[0].asked.length, 2);
});

test('a time stamp is over the text of the checkpoint, once in the time that the settings say', async (context) => {
  const stamped: string[] = [];
  let broken = false;
  const authority: TimeStampAuthority = {
    name: 'stamps.example',
    async stamp(text) {
      stamped.push(text);
      return broken ? err('It answered 503.') : ok(Uint8Array.of(stamped.length));
    },
  };
  const { round, newest, grownBy, service, outcomes } = await vouching(context, {
    authority,
    stampEvery: 60_000,
  });
  await round();
  const first = await newest();
  assert.deepEqual(first.timestamp, Uint8Array.of(1));
  assert.deepEqual(first.by, BOTH);
  assert.ok(first.note.startsWith(`${stamped[0]}\n— `));
  await grownBy(1);
  await round();
  assert.equal((await newest()).timestamp, null);
  broken = true;
  service.clock.jump(60_000);
  await round();
  assert.equal((await newest()).timestamp, null);
  broken = false;
  service.clock.jump(2000);
  await round();
  assert.deepEqual((await newest()).timestamp, Uint8Array.of(3));
  assert.deepEqual(
    outcomes.filter((each) => each.startsWith('stamps')),
    [
      'stamps.example vouched',
      'stamps.example 7',
      'stamps.example failed',
      'stamps.example vouched',
      'stamps.example 8',
    ],
  );
  const origin = ORIGIN;
  const { checkpoints } = service.store;
  const earliest = await checkpoints.vouchedFor({ origin, atLeast: 0, cosignatures: 2, isStamped: true });
  assert.equal(earliest?.size, 7);
});

test('a checkpoint that is stamped is shown to every witness who answers, whoever was asked just before', async (context) => {
  const authority: TimeStampAuthority = { name: 'stamps.example', stamp: async () => ok(Uint8Array.of(1)) };
  const { round, newest, grownBy, service } = await vouching(context, {
    authority,
    stampEvery: 60_000,
    witnessEvery: 50_000,
  });
  await round();
  await grownBy(1);
  service.clock.jump(49_000);
  await round();
  assert.deepEqual((await newest()).by, BOTH);
  await grownBy(1);
  service.clock.jump(9000);
  await round();
  const { by, timestamp } = await newest();
  assert.deepEqual([by, timestamp?.length], [BOTH, 1]);
});

test('before anything was signed nobody is asked', async (context) => {
  const service = await serviceForTests(context);
  await begunLog(service);
  const own = await fakeWitness(service);
  const meter = { asked: () => assert.fail(), vouched: () => assert.fail() };
  await new Vouching(service, { ...NO_VOUCHERS, witnesses: [own] }, meter).round(NEVER);
  assert.equal(own.asked.length, 0);
});
