import type { Json } from '../../kernel/canonical-json.ts';

/** A value as a person reads it; null where there is none. What objects hold is told name by name. */
export function fieldText(value: Json): string | null {
  if (value === null) return null;
  const text = jsonText(value);
  return text === '' ? null : text;
}

export function jsonText(value: Json): string {
  if (value === null) return '–';
  // What a person or a bot sent may try to steer the terminal, or to turn the line around.
  if (typeof value !== 'object')
    return String(value).replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');
  if (Array.isArray(value)) return value.map(jsonText).join(', ');
  return Object.entries(value)
    .filter(([, member]) => member !== null)
    .map(([name, member]) => `${name.replaceAll('_', ' ')}: ${jsonText(member)}`)
    .join(', ');
}

/** A member of an object; null where it is none, or has none of that name. */
export function memberOf(value: Json, name: string): Json {
  if (value === null || typeof value !== 'object' || !Object.hasOwn(value, name)) return null;
  // Any object may be asked for any member that it has.
  return (value as { readonly [name: string]: Json })[name] ?? null;
}

/** `AS64500 Canary Telecom` */
export function networkText(network: Json): string {
  const [asn, organisation] = [memberOf(network, 'asn'), memberOf(network, 'organisation')];
  const parts = [
    asn === null ? null : `AS${jsonText(asn)}`,
    organisation === null ? null : jsonText(organisation),
  ];
  return parts.filter((part) => part !== null).join(' ');
}

/** `Coyoacán, CMX (19.35, -99.16)` */
export function placeText(place: Json): string {
  const names = [memberOf(place, 'city'), memberOf(place, 'region')].filter((name) => name !== null);
  const point = [memberOf(place, 'latitude'), memberOf(place, 'longitude')].filter((part) => part !== null);
  const where = names.map(jsonText).join(', ');
  return point.length < 2 ? where : `${where} (${point.map(jsonText).join(', ')})`.trim();
}
