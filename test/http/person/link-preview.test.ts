import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TOKEN } from './fake-side.ts';
import { serve } from './serve.ts';

async function seenAsPreview(
  headers: Readonly<Record<string, string>>,
  method: 'GET' | 'HEAD' = 'GET',
): Promise<boolean> {
  const { ask, asked } = serve({});
  await ask({ method, url: `/${TOKEN}`, headers });
  const [first] = asked;
  assert.equal(first?.type, 'view');
  return first.preview;
}

test('programs that fetch links for a preview are known by their name', async () => {
  for (const agent of [
    'WhatsApp/2.23.20.0',
    'WhatsApp/2.19.81 A',
    'WhatsApp/2',
    'TelegramBot (like TwitterBot)',
    'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
    'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
    'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
  ]) {
    assert.equal(await seenAsPreview({ 'user-agent': agent }), true, agent);
  }
});

test("a person's browser is none, WhatsApp's own among them", async () => {
  for (const agent of [
    'Mozilla/5.0 (Linux; Android 14; SM-A145M; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/140.0.0.0 Mobile Safari/537.36 WA4A/2.26.1.1',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [WAiOS/26.1]',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
    'Mozilla/5.0 (Linux; Android 10; CUBOT_NOTE_20) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36',
  ]) {
    assert.equal(await seenAsPreview({ 'user-agent': agent }), false, agent);
  }
  assert.equal(await seenAsPreview({}), false);
});

test('a prefetch and a HEAD are none of a person either', async () => {
  assert.equal(await seenAsPreview({ 'sec-purpose': 'prefetch;prerender' }), true);
  assert.equal(await seenAsPreview({}, 'HEAD'), true);
});
