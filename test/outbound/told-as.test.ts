import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wordsBesideLink, wordsFor } from '../../src/outbound/event-texts.ts';
import { toldAs } from '../../src/outbound/told-as.ts';
import { deliveryMessage } from '../fakes/delivery-message.ts';

const denied = deliveryMessage({ event: 'canceled', reason: 'canceled_by_person' });

test("a person's word that it was not they is a no, and every other event itself", () => {
  assert.equal(toldAs(denied), 'failed');
  for (const [event, reason] of [
    ['canceled', 'canceled_by_bot'],
    ['canceled', 'superseded'],
    ['passed', 'answered'],
    ['expired', 'deadline'],
    ['created', null],
  ] as const) {
    assert.equal(toldAs(deliveryMessage({ event, reason })), event);
  }
});

test('a connector that writes into the chat has the words of a failure for it', () => {
  const texts = { text_failed: 'We could not confirm it was you.' };
  assert.equal(wordsFor(texts, denied), texts.text_failed);
  assert.equal(wordsBesideLink(texts, denied), texts.text_failed);
  assert.equal(wordsFor(texts, deliveryMessage({ event: 'canceled', reason: 'canceled_by_bot' })), null);
});
