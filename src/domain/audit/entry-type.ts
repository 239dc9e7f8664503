/** What an entry of a type holds besides type, time and build: all of it, and nothing else. */
export type EntryPart = 'challenge' | 'channel' | 'delivery' | 'evidence' | 'key' | 'outcome' | 'policy';

const SESSION = ['channel', 'challenge', 'policy', 'evidence'] as const;

/**
 * Everything that the log can record.
 * `challenge.decided` is the verdict, a cancellation included; `challenge.answered` an answer that left attempts over.
 */
const PARTS = {
  'challenge.created': SESSION,
  'challenge.previewed': SESSION,
  'challenge.viewed': SESSION,
  'challenge.answered': SESSION,
  'challenge.decided': [...SESSION, 'outcome'],
  'client.locked': ['channel', 'challenge', 'evidence'],
  'client.unlocked': ['channel', 'evidence'],
  'delivery.delivered': ['channel', 'challenge', 'delivery'],
  'delivery.given_up': ['channel', 'challenge', 'delivery'],
  'evidence.erased': ['channel', 'challenge'],
  'key.created': ['channel', 'key'],
  'key.revoked': ['channel', 'key'],
  'policy.changed': ['policy'],
} as const satisfies Readonly<Record<string, readonly EntryPart[]>>;

export type EntryType = keyof typeof PARTS;

export const isEntryType = (text: string): text is EntryType => Object.hasOwn(PARTS, text);

export function holds(type: EntryType, part: EntryPart): boolean {
  const parts: readonly EntryPart[] = PARTS[type];
  return parts.includes(part);
}
