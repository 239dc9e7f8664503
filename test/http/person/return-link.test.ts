import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formTargets, wayBackAfterAnswer } from '../../../src/http/person/return-link.ts';

const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1';
const ANDROID =
  'Mozilla/5.0 (Linux; Android 14; SM-A145M) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36';

test('on iOS and within WhatsApp a tap leads back, elsewhere a redirect', () => {
  assert.equal(wayBackAfterAnswer('auto', IPHONE, 0), 'page');
  assert.equal(wayBackAfterAnswer('auto', IPHONE.replaceAll('iPhone', 'iPad'), 0), 'page');
  assert.equal(wayBackAfterAnswer('auto', `${ANDROID} WA4A/2.26.1.1`, 0), 'page');
  assert.equal(wayBackAfterAnswer('auto', 'Mozilla/5.0 (Macintosh) [WAiOS/26.1]', 0), 'page');
  assert.equal(wayBackAfterAnswer('auto', ANDROID, 0), 'redirect');
  assert.equal(wayBackAfterAnswer('auto', null, 0), 'redirect');
});

test('an iPad that calls itself a Macintosh is known by its touch screen', () => {
  const macintosh = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.5 Safari/605.1.15';
  assert.equal(wayBackAfterAnswer('auto', macintosh, 5), 'page');
  assert.equal(wayBackAfterAnswer('auto', macintosh, 0), 'redirect');
  assert.equal(wayBackAfterAnswer('auto', ANDROID, 5), 'redirect');
});

test('the operator can force either', () => {
  assert.equal(wayBackAfterAnswer('redirect', IPHONE, 0), 'redirect');
  assert.equal(wayBackAfterAnswer('page', ANDROID, 0), 'page');
});

test('a form may lead to the return link and to where that is known to go on', () => {
  assert.deepEqual(formTargets(['https://wa.me/5215550001111']), [
    "'self'",
    'https://wa.me',
    'https://*.whatsapp.com',
    'whatsapp:',
  ]);
  assert.deepEqual(formTargets(['http://127.0.0.1:9000/chat?a=1', 'http://127.0.0.1:9000/other']), [
    "'self'",
    'http://127.0.0.1:9000',
  ]);
});
