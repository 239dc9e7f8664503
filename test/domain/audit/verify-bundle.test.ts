import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { cancelChallenge } from '../../../src/app/cancel-challenge.ts';
import { openNotary } from '../../../src/app/notary.ts';
import {
  type BundleContent,
  type BundleEntry,
  formatBundle,
  parseBundle,
} from '../../../src/domain/audit/evidence-bundle.ts';
import { verifyBundle } from '../../../src/domain/audit/verify-bundle.ts';
import { fromUtf8, utf8 } from '../../../src/kernel/bytes.ts';
import { begunLog } from '../../app/begun-log.ts';
import { create } from '../../app/challenge-journey.ts';
import { answeredChallenge, bundleOf } from '../../app/evidence-journey.ts';
import { requestFor, serviceForTests } from '../../app/service-for-tests.ts';

/** A bundle of a real journey, and the means to sign another in its place, as a dishonest operator could. */
async function forging(context: TestContext) {
  const service = await serviceForTests(context);
  const log = await begunLog(service);
  const id = await answeredChallenge(service);
  await log.grow(30);
  await log.sign();
  const text = await bundleOf(service, id);
  const other = await bundleOf(service, await answeredChallenge(service, 'wrong', 'someone else'));
  const notary = await openNotary(service);
  const [signer] = notary?.signers ?? [];
  const content = parseBundle(text)?.content;
  const otherContent = parseBundle(other)?.content;
  assert.ok(signer !== undefined && content !== undefined && otherContent !== undefined);
  return {
    text,
    content,
    otherContent,
    keys: notary?.identity.keys ?? [],
    signed: (changes: Partial<BundleContent>) => formatBundle({ ...content, ...changes }, signer),
    withEntry: (place: number, changes: Partial<BundleEntry>) => {
      const entries = content.entries.map((entry, nth) => (nth === place ? { ...entry, ...changes } : entry));
      return formatBundle({ ...content, entries }, signer);
    },
  };
}

function faultOf(text: string): string {
  const result = verifyBundle(text, null);
  return result.ok
    ? 'none'
    : 'index' in result.error
      ? `${result.error.type} ${result.error.index}`
      : result.error.type;
}

test('every flipped bit of a bundle is rejected', async (context) => {
  const service = await serviceForTests(context);
  const log = await begunLog(service);
  const { id } = await create(service, requestFor('canary-client', { purpose: 'See the canary' }));
  await cancelChallenge(service, service.channel, id);
  await log.sign();
  const text = await bundleOf(service, id, new Set(['purpose', 'phone']));
  const bytes = utf8(text);
  assert.equal(faultOf(text), 'none');
  for (let bit = 0; bit < 8 * bytes.byteLength; bit++) {
    const copy = Uint8Array.from(bytes);
    copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    let flipped: string;
    try {
      flipped = fromUtf8(copy);
    } catch {
      // No text any more: whoever reads the file stops here.
      continue;
    }
    assert.notEqual(faultOf(flipped), 'none', `bit ${bit}`);
  }
});

test('what is left out, added or spelled otherwise is rejected', async (context) => {
  const { text } = await forging(context);
  for (const other of [
    '',
    '{}\n',
    text.trimEnd(),
    `${text}\n`,
    ` ${text}`,
    `\ufeff${text}`,
    text.replace('{"content"', '{ "content"'),
    text.replace('"version":1', '"version":1.0'),
    text.replace('"version":1', '"version":2'),
    text.replace('{"content":{', '{"content":{"also":1,'),
    text.replace('"timestamp":null,', ''),
  ]) {
    assert.equal(faultOf(other), 'no_bundle', other.slice(0, 40));
  }
});

test('a bundle that its signer wrote otherwise than the log has it is rejected, with the entry named', async (context) => {
  const { content, otherContent, signed, withEntry } = await forging(context);
  const [first, second, third] = content.entries;
  assert.ok(first !== undefined && second !== undefined && third !== undefined);
  const lie = first.entry.replace('"build":"test"', '"build":"toast"');
  assert.equal(faultOf(withEntry(0, { entry: lie })), `not_proven ${first.index}`);
  assert.equal(faultOf(withEntry(0, { entry: `${first.entry} ` })), `entry_malformed ${first.index}`);
  assert.equal(faultOf(withEntry(1, { index: 9 })), 'not_proven 9');
  assert.equal(faultOf(withEntry(1, { proof: third.proof })), `not_proven ${second.index}`);
  assert.equal(faultOf(withEntry(1, { digests: third.digests })), `disclosure_differs ${second.index}`);
  assert.equal(faultOf(withEntry(1, { digests: null })), `disclosure_differs ${second.index}`);
  assert.equal(
    faultOf(withEntry(1, { disclosures: third.disclosures })),
    `disclosure_differs ${second.index}`,
  );
  assert.equal(
    faultOf(withEntry(1, { disclosures: [...second.disclosures, ...second.disclosures] })),
    `disclosure_differs ${second.index}`,
  );
  assert.equal(faultOf(signed({ entries: [first, third] })), `entry_missing ${third.index}`);
  assert.equal(faultOf(signed({ entries: [first, third, second] })), `entry_missing ${third.index}`);
  assert.equal(faultOf(signed({ entries: [first, first] })), `entry_missing ${first.index}`);
  assert.equal(faultOf(signed({ entries: content.entries.slice(1) })), `entry_missing ${second.index}`);
  assert.equal(faultOf(signed({ entries: [] })), 'no_entries');
  const [foreign] = otherContent.entries;
  assert.ok(foreign !== undefined);
  assert.equal(faultOf(signed({ entries: [foreign] })), `entry_malformed ${foreign.index}`);
  assert.equal(faultOf(signed({ challenge: otherContent.challenge })), `entry_malformed ${first.index}`);
  assert.equal(faultOf(signed({ policies: ['{}'] })), 'policy_differs');
  assert.equal(faultOf(signed({ timestamp: '!' })), 'no_bundle');
});

test('a proof whose checkpoint has a line that nobody vouches for, or one twice, is rejected', async (context) => {
  const { content, withEntry } = await forging(context);
  const [first] = content.entries;
  const proof = first?.proof ?? '';
  const line = proof.trimEnd().split('\n').at(-1) ?? '';
  assert.equal(faultOf(withEntry(0, { proof: `${proof}${line}\n` })), `not_proven ${first?.index}`);
  const unknown = '— somebody.else/log AAAAAAAA\n';
  assert.equal(faultOf(withEntry(0, { proof: `${proof}${unknown}` })), `not_proven ${first?.index}`);
});

test('a key that signed nothing, no key at all, and another origin are rejected', async (context) => {
  const { text, content, signed, keys } = await forging(context);
  const [key = ''] = content.keys;
  assert.equal(faultOf(signed({ keys: [] })), 'unknown_key');
  assert.equal(faultOf(signed({ keys: ['nonsense'] })), 'unknown_key');
  assert.equal(faultOf(signed({ witnesses: ['nonsense'] })), 'unknown_key');
  assert.equal(faultOf(signed({ origin: 'elsewhere.example' })), 'unknown_key');
  assert.equal(faultOf(text.replace(`"key":"${key}"`, '"key":"x"')), 'unknown_key');
  assert.ok(verifyBundle(text, keys).ok);
  assert.deepEqual(verifyBundle(text, []), { ok: false, error: { type: 'unknown_key', key } });
});
