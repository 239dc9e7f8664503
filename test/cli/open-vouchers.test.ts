import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import { type TestContext, test } from 'node:test';
import { openVouchers } from '../../src/cli/open-vouchers.ts';
import { instant } from '../../src/kernel/instant.ts';
import { type FakeAuthority, timeStampAuthority } from '../fakes/time-stamp-authority.ts';

const NEVER = new AbortController().signal;
const TEXT = 'log.example.test/x\n7\nAAAA\n';

/** What the service has of an authority, and what it says to a text. */
async function stamping(
  context: TestContext,
  authority: FakeAuthority,
  changes: { readonly caFile?: string; readonly allowPrivate?: boolean; readonly hoursOff?: number } = {},
) {
  const opened = new AsyncDisposableStack();
  context.after(() => opened.disposeAsync());
  const vouchers = await openVouchers(
    {
      witnesses: [],
      quorum: 0,
      witnessSeconds: 1,
      authority: { url: authority.url, caFile: changes.caFile ?? authority.caFile, everyMinutes: 60 },
      allowPrivate: changes.allowPrivate ?? true,
    },
    opened,
    { now: () => instant(Date.now() + (changes.hoursOff ?? 0) * 3_600_000) },
  );
  assert.equal(vouchers.stampEvery, 3_600_000);
  return async (signal = NEVER) => {
    const token = await vouchers.authority?.stamp(TEXT, signal);
    assert.ok(token !== undefined);
    return token.ok ? null : token.error;
  };
}

test('a stamp that holds is taken; an authority that is down, refuses or talks nonsense is told of', async (context) => {
  const authority = await timeStampAuthority(context);
  const stamp = await stamping(context, authority);
  assert.equal(await stamp(), null);
  const answering =
    (status: number, body: string | Uint8Array): RequestListener =>
    (_request, response) =>
      response.writeHead(status).end(body);
  const replayed = authority.reply(authority.requests[0] ?? new Uint8Array());
  for (const [listener, words] of [
    [answering(503, 'busy'), /answered 503/],
    [answering(302, ''), /answered 302/],
    [answering(200, '<html>'), /not one of a time-stamping authority/],
    [answering(200, ''), /not one of a time-stamping authority/],
    [answering(200, Buffer.alloc(100_000, 0x30)), /not one of a time-stamping authority/],
    [answering(200, replayed), /of another request/],
    [(request) => request.socket.destroy(), /cut the connection/],
  ] as const satisfies readonly (readonly [RequestListener, RegExp])[]) {
    authority.answerWith(listener);
    assert.match((await stamp()) ?? '', words);
  }
  authority.answerWith(() => undefined);
  const stopping = AbortSignal.timeout(50);
  assert.match((await stamp(stopping)) ?? '', /was stopped before/);
});

test('a stamp over something else, though it is of this request, is not taken', async (context) => {
  const authority = await timeStampAuthority(context);
  const stamp = await stamping(context, authority);
  authority.answerWith(async (request, response) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const query = Buffer.concat(chunks);
    // The hash stands in the request as it is: another one, with the same nonce.
    const hash = query.indexOf(Buffer.from([0x04, 0x20])) + 2;
    query[hash] = (query[hash] ?? 0) ^ 1;
    response.end(authority.reply(query));
  });
  assert.match((await stamp()) ?? '', /does not hold for what it was sent/);
});

test('another root, another time and a host that is not allowed are told of', async (context) => {
  const [authority, other] = [await timeStampAuthority(context), await timeStampAuthority(context)];
  const wrongRoot = await stamping(context, authority, { caFile: other.caFile });
  assert.match((await wrongRoot()) ?? '', /does not lead to one in TSA_CA_FILE/);
  const wrongTime = await stamping(context, authority, { hoursOff: 1 });
  assert.match((await wrongTime()) ?? '', /differ by more than ten minutes/);
  const guarded = await stamping(context, authority, { allowPrivate: false });
  assert.match((await guarded()) ?? '', /ADDRESS_REFUSED/);
  assert.equal(authority.requests.length, 2);
});
