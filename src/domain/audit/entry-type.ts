/** What an entry of a type holds besides type, time and build: all of it, and nothing else. */
export type EntryPart =
  | 'challenge'
  | 'channel'
  | 'delivery'
  | 'evidence'
  | 'key'
  | 'outcome'
  | 'policy'
  | 'reason_given'
  | 'signing_key';

const SESSION = ['channel', 'challenge', 'policy', 'evidence'] as const;
const OF_CHALLENGE = ['channel', 'challenge'] as const;

/**
 * Everything that the log can record.
 * `challenge.decided` is the verdict, a cancellation included; `challenge.answered` an answer that left attempts over.
 * A client is locked by a challenge, and its entry names that one; it is unlocked by an operator, and that entry names
 * its newest one. `evidence.views_erased` is of the entries `challenge.viewed` and `challenge.previewed` only,
 * `evidence.erased` of all entries of the challenge. `evidence.consulted`: an officer looked at what was blocked of it, for a
 * reason of which the entry has a digest. `secret.rotated`: every key was put under another secret. `log.restored`: entries were lost, and an operator went on without.
 */
const PARTS = {
  'challenge.created': SESSION,
  'challenge.previewed': SESSION,
  'challenge.viewed': SESSION,
  'challenge.answered': SESSION,
  'challenge.decided': [...SESSION, 'outcome'],
  'client.locked': OF_CHALLENGE,
  'client.unlocked': OF_CHALLENGE,
  'delivery.delivered': [...OF_CHALLENGE, 'delivery'],
  'delivery.given_up': [...OF_CHALLENGE, 'delivery'],
  'evidence.blocked': OF_CHALLENGE,
  'evidence.consulted': [...OF_CHALLENGE, 'reason_given'],
  'evidence.erased': OF_CHALLENGE,
  'evidence.views_erased': OF_CHALLENGE,
  'key.created': ['channel', 'key'],
  'key.revoked': ['channel', 'key'],
  'log.restored': [],
  'policy.changed': ['policy'],
  'secret.rotated': [],
  'signing_key.created': ['signing_key'],
  'signing_key.rotated': ['signing_key'],
} as const satisfies Readonly<Record<string, readonly EntryPart[]>>;

export type EntryType = keyof typeof PARTS;

export const isEntryType = (text: string): text is EntryType => Object.hasOwn(PARTS, text);

export function holds(type: EntryType, part: EntryPart): boolean {
  const parts: readonly EntryPart[] = PARTS[type];
  return parts.includes(part);
}
