import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'node-html-parser';
import { startChatfuelStandIn } from '../../src/standins/chatfuel.ts';
import { startWebhookStandIn } from '../../src/standins/webhook.ts';
import { createChallenge, end } from '../faults/journey.ts';
import { eventually } from '../flaws/running-service.ts';
import { serving, workingDirectory } from './command-line.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const VAULT_KEY = 'key-of-the-vault-bot-0123456789';
const OFFICE_KEY = 'key-of-the-back-office-0123456789';
const LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>';

test('two channels of countersign.config.json each have their look, their credentials and their own challenges', async (context) => {
  const chatfuel = await startChatfuelStandIn({ botId: 'vault', token: 'token-from-a-file' });
  const webhook = await startWebhookStandIn({ secret: SECRET });
  context.after(() => Promise.all([chatfuel.close(), webhook.close()]));
  const directory = workingDirectory(context);
  writeFileSync(join(directory, 'vault.svg'), LOGO);
  writeFileSync(join(directory, 'token'), 'token-from-a-file\n');
  const channels = {
    vault: {
      connector: 'chatfuel',
      chatfuel_token: { file: './token' },
      chatfuel_bot_id: 'vault',
      chatfuel_api_url: chatfuel.url,
      whatsapp_number: '5215512345678',
      display_name: 'Bóveda Azul',
      api_keys: [{ env: 'VAULT_KEY' }],
      look: {
        accent: '#7a1f6b',
        logo_file: './vault.svg',
        words: { es: { title: 'Bóveda Azul: una pregunta', help: '¿Dudas? Llama al 800 555 0100.' } },
      },
    },
    office: {
      connector: 'webhook',
      webhook_url: `${webhook.url}/hooks`,
      webhook_secrets: [{ env: 'OFFICE_SECRET' }],
      return_url: 'https://t.me/office_bot',
      display_name: 'Back office',
      api_keys: [{ env: 'OFFICE_KEY' }],
      events: ['passed', 'failed'],
    },
  };
  writeFileSync(join(directory, 'countersign.config.json'), JSON.stringify({ channels }));
  const service = await serving(context, directory, {
    WHATSAPP_NUMBER: '',
    API_KEY: '',
    VAULT_KEY,
    OFFICE_KEY,
    OFFICE_SECRET: SECRET,
  });
  const vault = { apiUrl: service.apiUrl, key: VAULT_KEY };
  const office = { apiUrl: service.apiUrl, key: OFFICE_KEY };
  const [ofVault, ofOffice] = [await createChallenge(vault, 'ana'), await createChallenge(office, 'ana')];

  const pageOf = async (url: string) =>
    await (await fetch(url, { headers: { 'accept-language': 'es-MX' } })).text();
  const branded = await pageOf(ofVault.url);
  const shown = parse(branded);
  assert.equal(shown.querySelector('h1')?.text.trim(), 'Bóveda Azul: una pregunta');
  assert.equal(
    shown.querySelector('img.logo')?.getAttribute('src'),
    `data:image/svg+xml;base64,${Buffer.from(LOGO).toString('base64')}`,
  );
  assert.ok(branded.includes('--accent:#7a1f6b'), 'the accent is in the styles');
  assert.ok(shown.text.includes('Bóveda Azul') && shown.text.includes('¿Dudas? Llama al 800 555 0100.'));
  const plain = await pageOf(ofOffice.url);
  assert.ok(plain.includes('Back office'));
  assert.doesNotMatch(plain, /7a1f6b|Bóveda|class="logo"/);

  const read = (id: string, key: string) =>
    fetch(`${service.apiUrl}/v1/challenges/${id}`, { headers: { 'x-api-key': key } });
  assert.equal((await read(ofVault.id, OFFICE_KEY)).status, 404);
  assert.equal((await read(ofOffice.id, VAULT_KEY)).status, 404);

  const back = (response: Response) => response.headers.get('location');
  assert.equal(back(await end(vault, ofVault, 'right')), 'https://wa.me/5215512345678');
  assert.equal(back(await end(office, ofOffice, 'wrong')), 'https://t.me/office_bot');
  const started = await eventually(() => chatfuel.calls.find(({ status }) => status === 200) ?? null);
  assert.equal(started.query['verification_id'], ofVault.id);
  const posted = await eventually(() => webhook.calls.find(({ status }) => status !== null) ?? null);
  assert.equal(posted.status, 204, 'signed by the secret of the environment');
  assert.ok(posted.body.includes('"challenge.failed"') && posted.body.includes(ofOffice.id));
});
