import type { Json } from '../../kernel/canonical-json.ts';
import type { PrivateEvidence } from './entry.ts';

/**
 * The private fields that an entry commits to, each to be disclosed by itself. Version 1 of the entry means exactly
 * this list: whoever changes it makes version 2.
 */
export const PRIVATE_NAMES = [
  'accept_language',
  'address',
  'city',
  'client_id',
  'coordinates',
  'country',
  'device_cookies',
  'device_languages',
  'device_platform',
  'device_screen',
  'device_time_zone',
  'device_viewport',
  'phone',
  'questions',
  'region',
  'user_agent',
] as const;

export type PrivateName = (typeof PRIVATE_NAMES)[number];

/** A value for every name, null where unknown. */
export type PrivateFields = Readonly<Record<PrivateName, Json>>;

const NAMES: ReadonlySet<string> = new Set(PRIVATE_NAMES);

export const isPrivateName = (name: string): name is PrivateName => NAMES.has(name);

/** The evidence, taken apart into what can be shown apart: the country without the city, the screen without the rest. */
export function privateFields(evidence: PrivateEvidence): PrivateFields {
  const { place, device } = evidence;
  return {
    accept_language: asJson(evidence.acceptLanguage),
    address: asJson(evidence.address),
    city: asJson(place?.city ?? null),
    client_id: asJson(evidence.clientId),
    coordinates: together({ latitude: place?.latitude ?? null, longitude: place?.longitude ?? null }),
    country: asJson(place?.country ?? null),
    device_cookies: device?.cookiesEnabled ?? null,
    device_languages: asJson(device?.languages ?? null),
    device_platform: asJson(device?.platform ?? null),
    device_screen: screen(device),
    device_time_zone: asJson(device?.timeZone ?? null),
    device_viewport: together({
      height: device?.viewportHeight ?? null,
      width: device?.viewportWidth ?? null,
    }),
    phone: asJson(evidence.phone),
    questions: asJson(evidence.questions),
    region: asJson(place?.region ?? null),
    user_agent: asJson(evidence.userAgent),
  };
}

function screen(device: PrivateEvidence['device']): Json {
  if (device === null) return null;
  return together({ height: device.screenHeight, pixel_ratio: device.pixelRatio, width: device.screenWidth });
}

/** Several numbers that are shown together; null where none of them is known. */
function together(numbers: Readonly<Record<string, number | null>>): Json {
  const known = Object.entries(numbers).map(([name, value]) => [name, finite(value)] as const);
  return known.every(([, value]) => value === null) ? null : Object.fromEntries(known);
}

/** What a browser claims may be no number that JSON can write. */
const finite = (value: number | null): number | null => (Number.isFinite(value) ? value : null);

/** Half of a surrogate pair, which canonical JSON refuses, becomes U+FFFD, as in every UTF-8 writer. */
function asJson(value: string | readonly string[] | null): Json {
  if (value === null) return null;
  return typeof value === 'string' ? value.toWellFormed() : value.map((text) => text.toWellFormed());
}
