import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openCheckpoint } from '../../../src/domain/audit/checkpoint.ts';
import { withCosignature } from '../../../src/domain/audit/cosignature.ts';
import {
  cosignText,
  formatSignatureLine,
  parseNote,
  signText,
} from '../../../src/domain/audit/signed-note.ts';
import { instant } from '../../../src/kernel/instant.ts';
import { keyPair } from './log-keys.ts';
import { LOG, ORIGIN, WITNESS, watchedLog } from './witnessed-log.ts';

const NOTE = watchedLog('a').note(5);
const TEXT = parseNote(NOTE)?.text ?? '';
const AT = instant(1_795_000_000_000);
const OTHER = keyPair('witness.example/other', 'cosignature');

const lineBy = (pair: typeof WITNESS, text = TEXT, at = AT) =>
  formatSignatureLine(cosignText(text, pair.signer, at));

test('what witnesses say stands with the note, each once, and is believed for those who know them', () => {
  const first = withCosignature(NOTE, lineBy(WITNESS), WITNESS.verifier);
  assert.ok(first.ok);
  assert.equal(first.value.at, AT);
  const both = withCosignature(first.value.note, lineBy(OTHER), OTHER.verifier);
  assert.ok(both.ok);
  const later = withCosignature(both.value.note, lineBy(WITNESS, TEXT, instant(AT + 5000)), WITNESS.verifier);
  assert.ok(later.ok);
  const opened = openCheckpoint(later.value.note, {
    log: { origin: ORIGIN, keys: [LOG.verifier] },
    witnesses: [WITNESS.verifier, OTHER.verifier],
  });
  assert.ok(opened.ok);
  assert.deepEqual(opened.value.cosignatures.map(({ witness, at }) => [witness.name, at - AT]).toSorted(), [
    ['witness.example/other', 0],
    ['witness.example/w', 5000],
  ]);
  assert.equal(opened.value.unknownSignatures, 0);
});

test('lines of other keys beside the own one are left out', () => {
  const own = formatSignatureLine(signText(TEXT, LOG.signer));
  const cosigned = withCosignature(NOTE, `${lineBy(OTHER)}${own}${lineBy(WITNESS)}`, WITNESS.verifier);
  assert.ok(cosigned.ok);
  assert.equal(parseNote(cosigned.value.note)?.signatures.length, 2);
});

test('garbage, another key, and a signature over something else add nothing', () => {
  const fault = (answer: string) => {
    const cosigned = withCosignature(NOTE, answer, WITNESS.verifier);
    return cosigned.ok ? null : cosigned.error;
  };
  for (const garbage of ['', '\n', 'ok', '<html>\n', lineBy(WITNESS).trimEnd(), `${lineBy(WITNESS)}\n`]) {
    assert.equal(fault(garbage), 'malformed', garbage);
  }
  assert.equal(fault(lineBy(WITNESS).repeat(17)), 'malformed');
  assert.equal(fault(lineBy(OTHER)), 'other_key');
  assert.equal(fault(formatSignatureLine(signText(TEXT, LOG.signer))), 'other_key');
  assert.equal(fault(lineBy(WITNESS, `${TEXT}more\n`)), 'bad_signature');
  assert.equal(fault(lineBy(WITNESS, parseNote(watchedLog('b').note(5))?.text)), 'bad_signature');
});
