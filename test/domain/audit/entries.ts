import { disclose } from '../../../src/domain/audit/disclosure.ts';
import { type EntryType, holds } from '../../../src/domain/audit/entry-type.ts';
import type { LogEntry } from '../../../src/domain/audit/log-entry.ts';
import type { PrivateEvidence } from '../../../src/domain/audit/private-evidence.ts';
import { privateFields } from '../../../src/domain/audit/private-fields.ts';
import { toBase64url } from '../../../src/kernel/bytes.ts';
import { sha256 } from '../../../src/kernel/digest.ts';
import { channelId, makeId } from '../../../src/kernel/ids.ts';
import { instant } from '../../../src/kernel/instant.ts';

/** Every field known, each value told from every other. */
export const FULL_EVIDENCE: PrivateEvidence = {
  clientId: 'canary-client',
  phone: '+525550123456',
  flow: 'Canary flow',
  purpose: 'See the canary',
  metadata: { order: 'canary-17' },
  locale: 'es_MX',
  language: 'es',
  questions: [{ kind: 'date_of_birth', wording: '¿Cuándo nació?', met: true }],
  address: '203.0.113.77',
  place: {
    country: 'MX',
    region: 'CMX',
    city: 'Coyoacán',
    latitude: 19.35,
    longitude: -99.16,
    network: { asn: 64_500, organisation: 'Canary Telecom' },
  },
  placeDatabase: 'canary-places 2026-11-01',
  tls: 'TLSv1.3',
  userAgent: 'Mozilla/5.0 (canary)',
  acceptLanguage: 'es-MX,es;q=0.9',
  device: {
    languages: ['es-419', 'en'],
    platform: 'Linux armv8l',
    timeZone: 'America/Mexico_City',
    cookiesEnabled: true,
    screenWidth: 412,
    screenHeight: 915,
    viewportWidth: 411,
    viewportHeight: 780,
    pixelRatio: 2.625,
  },
};

export const EMPTY_EVIDENCE: PrivateEvidence = {
  clientId: '',
  phone: null,
  flow: null,
  purpose: null,
  metadata: null,
  locale: null,
  language: null,
  questions: [],
  address: null,
  place: null,
  placeDatabase: null,
  tls: null,
  userAgent: null,
  acceptLanguage: null,
  device: null,
};

export const TIME = instant(Date.UTC(2026, 10, 22, 9, 30));
const random = new Uint8Array(10).fill(0xab);

/** A seed that is the same in every run. */
export const seedOf = (number: number): Uint8Array => sha256(`seed ${number}`);

/** A sound entry of a type, with everything that the type holds. */
export function entryOfType(type: EntryType, evidence = FULL_EVIDENCE, seed = 1): LogEntry {
  const has = (part: Parameters<typeof holds>[1]) => holds(type, part);
  const subject = has('delivery')
    ? makeId('delivery', TIME, random)
    : has('key')
      ? makeId('key', TIME, random)
      : has('signing_key') || has('reason_given')
        ? toBase64url(sha256('public key'))
        : null;
  return {
    type,
    time: TIME,
    channel: has('channel') ? channelId('Canal Uno') : null,
    challenge: has('challenge') ? makeId('challenge', TIME, random) : null,
    number: has('challenge') ? 3 : null,
    subject,
    outcome: has('outcome') ? 'passed' : null,
    reason: has('outcome') ? 'answered' : null,
    policy: has('policy') ? toBase64url(sha256('policy')) : null,
    build: '0.1.0+g1a2b3c4',
    evidence: has('evidence') ? disclose(privateFields(evidence), seedOf(seed)).commitment : null,
  };
}

export const ENTRY_TYPES: readonly EntryType[] = [
  'challenge.created',
  'challenge.previewed',
  'challenge.viewed',
  'challenge.answered',
  'challenge.decided',
  'client.locked',
  'client.unlocked',
  'delivery.delivered',
  'delivery.given_up',
  'evidence.blocked',
  'evidence.consulted',
  'evidence.erased',
  'evidence.views_erased',
  'key.created',
  'key.revoked',
  'log.restored',
  'policy.changed',
  'secret.rotated',
  'signing_key.created',
  'signing_key.rotated',
];
