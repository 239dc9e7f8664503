import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Look } from '../../../src/app/channel.ts';
import { gzipPage, takesGzip } from '../../../src/http/person/gzip-page.ts';
import { LANGUAGES } from '../../../src/pages/choose-language.ts';
import { questionPage } from '../../../src/pages/question-page.ts';
import { STATES } from '../../pages/every-state.ts';
import { sampleChannel, samplePending } from '../../pages/sample-views.ts';
import { TOKEN } from './fake-side.ts';
import { serve } from './serve.ts';

test('every page comes out of its gzip file as it went in, and hardly larger than zlib would have it', () => {
  for (const language of LANGUAGES) {
    for (const [name, draw] of Object.entries(STATES)) {
      const page = draw(language, sampleChannel());
      const zipped = gzipPage(page);
      assert.equal(gunzipSync(zipped).toString(), page.html, `${name} ${language.tag}`);
      assert.ok(zipped.byteLength < gzipSync(page.html).byteLength * 1.12 + 64, `${name} ${language.tag}`);
    }
  }
});

test('a page with the largest logo has less than 14 kB', () => {
  const base64 = randomBytes(6144).toString('base64');
  const look: Look = { accent: null, words: new Map(), logo: { mediaType: 'image/png', base64 } };
  for (const language of LANGUAGES) {
    const page = questionPage(language, samplePending({ channel: sampleChannel({ look }) }), null);
    assert.ok(gzipPage(page).byteLength < 14_000, language.tag);
  }
});

test('who takes gzip is sent gzip, who does not is sent the text', async () => {
  const { ask } = serve({ view: () => ({ type: 'pending', view: samplePending() }) });
  const plain = await ask(`/${TOKEN}`);
  const zipped = await ask({ url: `/${TOKEN}`, headers: { 'accept-encoding': 'gzip, deflate, br, zstd' } });
  assert.equal(plain.headers['content-encoding'], undefined);
  assert.equal(zipped.headers['content-encoding'], 'gzip');
  for (const { headers } of [plain, zipped]) assert.equal(headers.vary, 'accept-encoding');
  assert.equal(Number(zipped.headers['content-length']), zipped.rawPayload.byteLength);
  assert.equal(gunzipSync(zipped.rawPayload).toString(), plain.body);
  const head = await ask({
    method: 'HEAD',
    url: `/${TOKEN}`,
    headers: { 'accept-encoding': 'gzip' },
  });
  assert.deepEqual([head.body, head.headers['content-length']], ['', zipped.headers['content-length']]);
});

test('gzip is taken by its name, and not where it is refused', () => {
  for (const accepted of [
    'gzip',
    'GZIP',
    'br, gzip',
    'gzip;q=1.0, identity; q=0.5',
    'gzip;q=0.1',
    'deflate,gzip',
  ]) {
    assert.ok(takesGzip(accepted), accepted);
  }
  for (const refused of [
    undefined,
    '',
    'identity',
    'br',
    'gzip;q=0',
    'gzip;q=0.0',
    'agzip',
    'gzipped',
    '*',
  ]) {
    assert.ok(!takesGzip(refused), String(refused));
  }
});
