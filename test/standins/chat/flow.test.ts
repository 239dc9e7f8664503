import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Attributes, type FlowRun, type JsonAnswer, playFlow } from '../../../src/standins/chat/flow.ts';

type Trace = FlowRun & { readonly said: string[]; readonly asked: string[] };

function run(attributes: Readonly<Record<string, string>> = {}, answer?: JsonAnswer): Trace {
  const said: string[] = [];
  const asked: string[] = [];
  const kept: Attributes = new Map(Object.entries(attributes));
  return {
    said,
    asked,
    attributes: kept,
    say: (text) => said.push(text),
    request: async (url) => {
      asked.push(url);
      return answer ?? { status: null, members: {} };
    },
  };
}

test('attributes fill the gaps of a message, and one that is not set leaves nothing', async () => {
  const played = run({ name: 'Ana & Co' });
  await playFlow({ F: [{ type: 'message', text: 'Hello {{name}}{{absent}}!' }] }, 'F', played);
  assert.deepEqual(played.said, ['Hello Ana & Co!']);
});

test('attributes are percent-encoded in the URL of a request', async () => {
  const played = run({ 'chatfuel user id': 'a/b&c=d é' });
  const url = 'http://x/?id={{chatfuel user id}}';
  await playFlow({ F: [{ type: 'json_request', url, headers: {}, save: {}, failed: [] }] }, 'F', played);
  assert.deepEqual(played.asked, ['http://x/?id=a%2Fb%26c%3Dd%20%C3%A9']);
});

test('members of an answer become attributes', async () => {
  const played = run({}, { status: 200, members: { dynamic_url: 'http://link' } });
  await playFlow(
    {
      F: [
        { type: 'json_request', url: 'http://x/', headers: {}, save: { dynamic_url: 'link' }, failed: [] },
        { type: 'message', text: '{{link}}' },
      ],
    },
    'F',
    played,
  );
  assert.deepEqual(played.said, ['http://link']);
});

for (const status of [null, 302, 429, 500]) {
  test(`a request that ends with ${status ?? 'no answer'} leads to its failed steps and no further`, async () => {
    const played = run({}, { status, members: { dynamic_url: 'http://link' } });
    await playFlow(
      {
        F: [
          {
            type: 'json_request',
            url: 'http://x/',
            headers: {},
            save: { dynamic_url: 'link' },
            failed: [{ type: 'message', text: 'failed with {{http_status}}' }],
          },
          { type: 'message', text: 'went on' },
        ],
      },
      'F',
      played,
    );
    assert.deepEqual(played.said, [`failed with ${status ?? ''}`]);
    assert.equal(played.attributes.has('link'), false);
  });
}

test('a failed request within a branch ends the whole flow', async () => {
  const played = run({ on: 'yes' }, { status: 500, members: {} });
  const request = { type: 'json_request', url: 'http://x/', headers: {}, save: {}, failed: [] } as const;
  await playFlow(
    {
      F: [
        { type: 'condition', attribute: 'on', branches: { yes: [request] }, otherwise: [] },
        { type: 'message', text: 'went on' },
      ],
    },
    'F',
    played,
  );
  assert.deepEqual(played.said, []);
});

test('a condition follows the branch of the value, and the other one for every other value', async () => {
  const flows = {
    F: [
      {
        type: 'condition',
        attribute: 'user_validated',
        branches: { true: [{ type: 'message', text: 'yes' }] },
        otherwise: [{ type: 'message', text: 'no' }],
      },
    ],
  } as const;
  const said = async (attributes: Readonly<Record<string, string>>) => {
    const played = run(attributes);
    await playFlow(flows, 'F', played);
    return played.said;
  };
  assert.deepEqual(await said({ user_validated: 'true' }), ['yes']);
  assert.deepEqual(await said({ user_validated: 'false' }), ['no']);
  assert.deepEqual(await said({ user_validated: 'constructor' }), ['no']);
  assert.deepEqual(await said({}), ['no']);
});

test('a flow of an unknown name does nothing and says so', async () => {
  const played = run();
  assert.equal(await playFlow({ F: [{ type: 'message', text: 'hello' }] }, 'toString', played), false);
  assert.deepEqual(played.said, []);
});
