import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chatState, type LogLine } from '../../../src/standins/chat/chat-state.ts';
import { Conversation } from '../../../src/standins/chat/conversation.ts';
import { ANA } from '../../../src/standins/chat/person.ts';
import type { ChatfuelCall } from '../../../src/standins/chatfuel.ts';

const call = (clientId: string, at: number): ChatfuelCall => ({
  at,
  method: 'POST',
  path: `/bots/bot/users/${clientId}/send`,
  query: { chatfuel_token: 'secret', chatfuel_flow_name: 'Balance', user_validated: 'true' },
  status: 200,
});

const line = (clientId: string, index: number, verdict: LogLine['verdict'] = null): LogLine => ({
  index,
  at: index,
  clientId,
  what: verdict === null ? 'opened' : 'decided',
  verdict,
  reason: null,
  address: null,
  place: null,
  userAgent: null,
  languages: null,
  screen: null,
});

const conversation = () => new Conversation('ana-2', {}, () => undefined);
const around = (calls: readonly ChatfuelCall[], log: readonly LogLine[]) => ({
  person: ANA,
  seconds: 60,
  calls,
  log,
});

test('calls and log entries of earlier clients are left out, and the newest come first', () => {
  const state = chatState(
    conversation(),
    around(
      [call('ana-1', 1), call('ana-2', 2), call('ana-2', 3)],
      [line('ana-1', 0), line('ana-2', 1), line('ana-2', 2)],
    ),
  );
  assert.deepEqual(
    state.calls.map(({ at }) => at),
    [3, 2],
  );
  assert.deepEqual(
    state.log.map(({ index }) => index),
    [2, 1],
  );
});

test('the token of the platform is shown to nobody', () => {
  const state = chatState(conversation(), around([call('ana-2', 1)], []));
  assert.deepEqual(state.calls[0]?.pairs, [
    ['chatfuel_token', '••••••'],
    ['chatfuel_flow_name', 'Balance'],
    ['user_validated', 'true'],
  ]);
});

test('what was tried is told by the verdicts of this client', () => {
  const tried = (...log: readonly LogLine[]) => chatState(conversation(), around([], log)).tried;
  assert.deepEqual(tried(line('ana-2', 0), line('ana-1', 1, 'passed')), []);
  assert.deepEqual(
    tried(line('ana-2', 0, 'expired'), line('ana-2', 1, 'failed'), line('ana-2', 2, 'passed')),
    ['right', 'wrong', 'late'],
  );
});
