import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evidenceReport } from '../../../src/app/evidence-report.ts';
import { Vouching } from '../../../src/app/vouch-checkpoints.ts';
import { NO_VOUCHERS } from '../../../src/app/vouchers.ts';
import { en } from '../../../src/cli/evidence/en.ts';
import { es } from '../../../src/cli/evidence/es.ts';
import { evidenceDocument } from '../../../src/cli/evidence/evidence-document.ts';
import { explainBundle } from '../../../src/cli/evidence/explain-bundle.ts';
import { openedStamp } from '../../../src/cli/evidence/opened-stamp.ts';
import { verifyBundle } from '../../../src/domain/audit/verify-bundle.ts';
import { begunLog } from '../../app/begun-log.ts';
import { answeredChallenge, bundleOf } from '../../app/evidence-journey.ts';
import { fakeWitness } from '../../app/fake-witness.ts';
import { serviceForTests } from '../../app/service-for-tests.ts';
import { keyPair } from '../../domain/audit/log-keys.ts';

const STAMP = { type: 'proven', at: '2026-11-22T09:31:00.000Z', by: 'Test Stamps' } as const;

test('the page for people names each witness with its time, and the time stamp with its signer', async (context) => {
  const { verifier } = keyPair('witness.example/anna', 'cosignature');
  const service = { ...(await serviceForTests(context)), witnesses: [verifier], quorum: 1 };
  const log = await begunLog(service);
  const id = await answeredChallenge(service);
  await log.sign();
  const witness = await fakeWitness(service, verifier.name);
  const meter = { asked: () => undefined, vouched: () => undefined };
  await new Vouching(service, { ...NO_VOUCHERS, witnesses: [witness] }, meter).round(
    new AbortController().signal,
  );

  const verified = verifyBundle(await bundleOf(service, id), null);
  assert.ok(verified.ok);
  const report = evidenceReport(verified.value);
  for (const texts of [en, es]) {
    const document = evidenceDocument(report, STAMP, { texts, timeZone: 'UTC' });
    const rows = document.sections.find(({ title }) => title === texts.section.integrity)?.rows ?? [];
    const value = (label: string) => rows.find((row) => row.label === label)?.value ?? '';
    assert.match(value(texts.label.witnesses), /^witness\.example\/anna \(2026-11-22T09:30:\d\d\.000Z\)$/);
    assert.match(value(texts.label.timestamp), /^2026-11-22T09:31:00\.000Z, (?:by|por) Test Stamps;/);
  }
  const explained = (witnesses: readonly (typeof verifier)[]) =>
    explainBundle(verified.value, STAMP, { isKeyKnown: true, witnesses }).join('\n');
  const [cosigner] = verified.value.checkpoint?.cosignatures ?? [];
  assert.ok(cosigner !== undefined);
  assert.match(explained([]), /Who these witnesses are/);
  assert.doesNotMatch(explained([cosigner.witness]), /Who these witnesses are/);
  assert.deepEqual(await openedStamp({ timestamp: null, noteText: '' }, []), { type: 'none' });
  const noise = { timestamp: Uint8Array.of(1, 2, 3), noteText: 'x\n' };
  assert.deepEqual(await openedStamp(noise, []), { type: 'broken' });
});
