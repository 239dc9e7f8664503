import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../../browser/chromium.ts';
import { inject, listen } from '../requests.ts';
import { fakeApi } from './fake-api.ts';
import type { OpenApi } from './openapi-document.ts';

let browser: Browser;

before(async () => {
  browser = await launchChromium();
});

after(() => browser.close());

test('the page draws every operation, asks no other host for anything, and breaks no policy', async (context) => {
  const { app } = fakeApi();
  context.after(() => app.close());
  const origin = `http://127.0.0.1:${await listen(app)}`;
  const page = await browser.newPage();
  context.after(() => page.close());
  const asked: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));

  await page.goto(`${origin}/docs`);
  await page.waitForSelector('.opblock');
  const operations = await page.locator('.opblock').count();
  await page.locator('.opblock', { hasText: 'Make a challenge and its link' }).first().click();
  await page.waitForSelector('text=/locked out after wrong answers/');

  const document = (await inject(app, { url: '/openapi.json' })).json<OpenApi>();
  const described = Object.values(document.paths).flatMap((path) => Object.keys(path));
  assert.equal(operations, described.length);
  assert.deepEqual(complaints, []);
  assert.ok(asked.length > 4);
  assert.deepEqual(
    asked.filter((url) => !url.startsWith(`${origin}/`) && !url.startsWith('data:')),
    [],
  );
});

test('the policy of the page lets nothing in from elsewhere', async () => {
  const { headers } = await inject(fakeApi().app, { url: '/docs' });
  const policy = String(headers['content-security-policy']);
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, /script-src 'self';/);
  assert.match(policy, /frame-ancestors 'none'/);
  assert.ok(!/https:|\*|unsafe-eval|script-src[^;]*unsafe-inline/.test(policy));
});
