import type { VerdictMessage } from '../../src/app/ports.ts';
import { makeId } from '../../src/kernel/ids.ts';
import { instant } from '../../src/kernel/instant.ts';

const DECIDED = instant(Date.UTC(2026, 10, 22, 9, 30));

/** A verdict as any connector may be given it, but for what a test is about. */
export const verdictMessage = (about: Partial<VerdictMessage> = {}): VerdictMessage => ({
  delivery: makeId('delivery', DECIDED, new Uint8Array(10)),
  challenge: makeId('challenge', DECIDED, new Uint8Array(10)),
  attempt: 1,
  clientId: '5215512345678',
  phone: '+5215512345678',
  flow: 'Balance',
  purpose: null,
  metadata: null,
  verdict: 'passed',
  decidedAt: DECIDED,
  ...about,
});
