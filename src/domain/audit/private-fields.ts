import type { Device, Place, PrivateEvidence } from './private-evidence.ts';

/*
 * The private fields that an entry commits to, each to be disclosed by itself. Version 1 of the entry means exactly
 * this list: whoever changes it makes version 2.
 */

/** A value for every name, null where unknown. All of it is plain JSON, and in well-formed text. */
export type PrivateFields = {
  readonly accept_language: string | null;
  readonly address: string | null;
  readonly client_id: string;
  readonly country: string | null;
  readonly device: DeviceField | null;
  readonly flow: string | null;
  readonly language: string | null;
  readonly locale: string | null;
  readonly metadata: Readonly<Record<string, string>> | null;
  readonly network: { readonly asn: number | null; readonly organisation: string | null } | null;
  readonly phone: string | null;
  /** Finer than the country. */
  readonly place: PlaceField | null;
  readonly place_database: string | null;
  readonly purpose: string | null;
  readonly questions: readonly QuestionField[];
  readonly tls: string | null;
  readonly user_agent: string | null;
};

export type PrivateName = keyof PrivateFields;

export type QuestionField = {
  readonly kind: string;
  readonly met: boolean | null;
  readonly wording: string | null;
};

export type PlaceField = {
  readonly city: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly region: string | null;
};

export type DeviceField = {
  readonly cookies: boolean | null;
  readonly languages: readonly string[];
  readonly pixel_ratio: number | null;
  readonly platform: string | null;
  /** Width and height in pixels. */
  readonly screen: readonly [number | null, number | null];
  readonly time_zone: string | null;
  readonly window: readonly [number | null, number | null];
};

/** In the order of their letters, which is the order of their disclosures. */
export const PRIVATE_NAMES = [
  'accept_language',
  'address',
  'client_id',
  'country',
  'device',
  'flow',
  'language',
  'locale',
  'metadata',
  'network',
  'phone',
  'place',
  'place_database',
  'purpose',
  'questions',
  'tls',
  'user_agent',
] as const satisfies readonly PrivateName[];

const NAMES: ReadonlySet<string> = new Set(PRIVATE_NAMES);

export const isPrivateName = (name: string): name is PrivateName => NAMES.has(name);

/** The evidence, taken apart into what can be shown apart: the country without the city, the phone without the address. */
export function privateFields(evidence: PrivateEvidence): PrivateFields {
  const { place, device, metadata, questions } = evidence;
  return {
    accept_language: text(evidence.acceptLanguage),
    address: text(evidence.address),
    client_id: evidence.clientId.toWellFormed(),
    country: text(place?.country ?? null),
    device: device === null ? null : deviceField(device),
    flow: text(evidence.flow),
    language: text(evidence.language),
    locale: text(evidence.locale),
    metadata:
      metadata === null
        ? null
        : Object.fromEntries(
            Object.entries(metadata).map(([name, value]) => [name.toWellFormed(), value.toWellFormed()]),
          ),
    network: networkField(place),
    phone: text(evidence.phone),
    place: placeField(place),
    place_database: text(evidence.placeDatabase),
    purpose: text(evidence.purpose),
    questions: questions.map(({ kind, met, wording }) => ({ kind, met, wording: text(wording) })),
    tls: text(evidence.tls),
    user_agent: text(evidence.userAgent),
  };
}

const deviceField = (device: Device): DeviceField => ({
  cookies: device.cookiesEnabled,
  languages: device.languages.map((language) => language.toWellFormed()),
  pixel_ratio: finite(device.pixelRatio),
  platform: text(device.platform),
  screen: [finite(device.screenWidth), finite(device.screenHeight)],
  time_zone: text(device.timeZone),
  window: [finite(device.viewportWidth), finite(device.viewportHeight)],
});

function placeField(place: Place | null): PlaceField | null {
  if (place === null) return null;
  const field: PlaceField = {
    city: text(place.city),
    latitude: finite(place.latitude),
    longitude: finite(place.longitude),
    region: text(place.region),
  };
  return Object.values(field).every((value) => value === null) ? null : field;
}

function networkField(place: Place | null): PrivateFields['network'] {
  const network = place?.network ?? null;
  return network === null ? null : { asn: finite(network.asn), organisation: text(network.organisation) };
}

/** What a browser claims, or a file holds, may be no number that JSON can write. */
const finite = (value: number | null): number | null => (Number.isFinite(value) ? value : null);

/** Half of a surrogate pair, which canonical JSON refuses, becomes U+FFFD, as in every UTF-8 writer. */
const text = (value: string | null): string | null => value?.toWellFormed() ?? null;
