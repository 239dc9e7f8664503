import { createServer, type Server } from 'node:http';
import type { TestContext } from 'node:test';
import type { AnswerOutcome, DenyOutcome, PendingView, ViewOutcome } from '../../src/app/person-view.ts';
import { buildPersonServer } from '../../src/http/person/server.ts';
import { instant } from '../../src/kernel/instant.ts';
import { type Asked, fakeSide, TOKEN } from '../http/person/fake-side.ts';
import { sampleChannel, sampleGone, samplePending } from '../pages/sample-views.ts';
import { listen } from './listen.ts';

export type PersonSite = {
  /** The link that a test opens. */
  readonly link: string;
  readonly origin: string;
  /** What the person goes back to; says so in its title. */
  readonly chat: string;
  readonly asked: readonly Asked[];
};

export type Script = {
  /** Milliseconds that are left when the site starts, of a minute. */
  readonly left?: number;
  readonly pending?: Partial<PendingView>;
  /** What a GET leads to instead of the questions. */
  readonly view?: (live: PendingView) => ViewOutcome;
  readonly answer?: (live: PendingView) => AnswerOutcome | Promise<AnswerOutcome>;
  /** Where the chat's address redirects to, as short links do. */
  readonly chatLeadsTo?: string;
};

/** The person's side on loopback, over a challenge that ends as the test says, and a chat to go back to. Ends with the test. */
export async function openSite(t: TestContext, script: Script = {}): Promise<PersonSite> {
  const chat = `${await listen(t, chatServer(script.chatLeadsTo))}/chat`;
  const channel = sampleChannel({ returnUrl: chat, ...script.pending?.channel, returnMode: 'auto' });
  const expiresAt = instant(Date.now() + (script.left ?? 47_000));
  const createdAt = instant(expiresAt - 60_000);
  let decided = false;
  let denied = false;

  const live = (): PendingView =>
    samplePending({ createdAt, expiresAt, now: instant(Date.now()), ...script.pending, channel });
  const view = (): ViewOutcome => {
    if (script.view !== undefined) return script.view(live());
    if (denied) {
      return { type: 'gone', view: sampleGone('canceled', { channel, reason: 'canceled_by_person' }) };
    }
    if (decided) return { type: 'gone', view: sampleGone('failed', { channel }) };
    if (Date.now() >= expiresAt) return { type: 'gone', view: sampleGone('expired', { channel }) };
    return { type: 'pending', view: live() };
  };
  const answer = async (): Promise<AnswerOutcome> => {
    if (decided) return { type: 'gone', view: sampleGone('failed', { channel }) };
    const outcome = (await script.answer?.(live())) ?? {
      type: 'decided',
      view: sampleGone('failed', { channel }),
    };
    decided = outcome.type === 'decided';
    return outcome;
  };

  const deny = (): DenyOutcome => {
    if (decided) return { type: 'gone', view: sampleGone('failed', { channel }) };
    decided = true;
    denied = true;
    return { type: 'denied', view: sampleGone('canceled', { channel, reason: 'canceled_by_person' }) };
  };

  const { side, asked } = fakeSide({ view, answer, deny }, { channels: [channel] });
  const app = buildPersonServer(side, { tls: null, trustedProxies: [] });
  t.after(() => app.close());
  const origin = await app.listen({ host: '127.0.0.1', port: 0 });
  return { link: `${origin}/${TOKEN}`, origin, chat, asked };
}

function chatServer(leadsTo: string | undefined): Server {
  return createServer((_request, response) => {
    if (leadsTo !== undefined) response.writeHead(302, { location: leadsTo }).end();
    else response.setHeader('content-type', 'text/html').end('<!doctype html><title>the chat</title>');
  });
}
