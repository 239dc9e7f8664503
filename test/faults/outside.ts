import type { Verdict } from '../../src/domain/challenge/lifecycle.ts';
import { type ChallengeId, parseId } from '../../src/kernel/ids.ts';
import type { ChatfuelStandIn } from '../../src/standins/chatfuel.ts';
import type { Outside } from './oracle.ts';

/** Keeps what the outside of a service on Chatfuel learns, for the oracle. */
export class OutsideOfChatfuel implements Outside {
  readonly acknowledged = new Map<ChallengeId, Verdict | null>();
  readonly told = new Map<ChallengeId, string[]>();

  /** @param chatfuel from now on everything that it takes is kept. */
  constructor(chatfuel: ChatfuelStandIn) {
    chatfuel.onSend(({ attributes }) => {
      const id = idOf(attributes['verification_id'] ?? '');
      this.told.set(id, [...(this.told.get(id) ?? []), attributes['user_validated'] ?? '']);
    });
  }

  /** The making of a challenge was answered. */
  created(id: string): void {
    this.acknowledged.set(idOf(id), null);
  }

  /** Somebody was answered what a challenge's verdict is. */
  decided(id: string, verdict: Verdict): void {
    this.acknowledged.set(idOf(id), verdict);
  }
}

/** What Chatfuel is told of a verdict. */
export const chatfuelWords = (verdict: Verdict): string => String(verdict === 'passed');

function idOf(text: string): ChallengeId {
  const id = parseId('challenge', text);
  if (id === null) throw new Error(`${text} is no id of a challenge`);
  return id;
}
