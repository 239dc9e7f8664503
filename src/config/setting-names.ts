/** Every setting, as it is named in the environment and in `.env`; `countersign.config.json` has them in lower case. */
export const SETTING_NAMES = [
  'HOST',
  'API_PORT',
  'WEB_PORT',
  'PUBLIC_URL',
  'CHALLENGE_TTL_SECONDS',
  'CHATFUEL_TOKEN',
  'CHATFUEL_BOT_ID',
  'CHATFUEL_API_URL',
  'WHATSAPP_NUMBER',
  'RETURN_URL',
  'RETURN_MODE',
  'RETURN_KEYWORD',
  'DATABASE_URL',
  'WORKERS',
  'DRAIN_SECONDS',
  'API_KEY',
  'TLS_CERT_FILE',
  'TLS_KEY_FILE',
  'ACME_EMAIL',
  'ACME_DIRECTORY_URL',
  'ACME_HTTP_PORT',
  'TRUSTED_PROXIES',
  'SECRET_KEY',
  'SECRET_KEY_PREVIOUS',
  'FACTS_URL',
  'FACTS_SECRET',
  'FACTS_ALLOW_PRIVATE',
  'CHECKPOINT_FILE',
  'EVIDENCE_LANGUAGE',
  'EVIDENCE_TIME_ZONE',
  'WITNESSES',
  'WITNESS_QUORUM',
  'WITNESS_SECONDS',
  'TSA_URL',
  'TSA_CA_FILE',
  'TSA_MINUTES',
  'VOUCHERS_ALLOW_PRIVATE',
  'RETAIN_VIEWS_DAYS',
  'RETAIN_CHALLENGES_DAYS',
  'RETAIN_EVIDENCE_DAYS',
  'BLOCK_DAYS',
  'KEY_BUDGET_PER_MINUTE',
  'ADDRESS_BUDGET_PER_MINUTE',
  'LIMITS_DRY_RUN',
  'LOG_LEVEL',
  'GEOIP_FILE',
  'BUSINESS_NAME',
  'BUSINESS_ACCENT',
  'BUSINESS_LOGO_FILE',
  'SECURITY_CONTACT',
] as const;

export type SettingName = (typeof SETTING_NAMES)[number];

/** Settings whose value nobody may see, not even where it is wrong. */
export const SECRET_SETTINGS: ReadonlySet<SettingName> = new Set([
  'CHATFUEL_TOKEN',
  'API_KEY',
  'SECRET_KEY',
  'SECRET_KEY_PREVIOUS',
  'FACTS_SECRET',
]);

/** What the service that this one replaces called them. */
const FORMER_NAMES: ReadonlyMap<string, SettingName> = new Map([
  ['url_suffix', 'PUBLIC_URL'],
  ['expiration', 'CHALLENGE_TTL_SECONDS'],
  ['bot_id', 'CHATFUEL_BOT_ID'],
  ['phone_number', 'WHATSAPP_NUMBER'],
  ['whatsapp_url', 'RETURN_URL'],
]);

export const isSettingName = (name: string): name is SettingName =>
  SETTING_NAMES.some((known) => known === name);

/** The setting that a name was most likely meant to be; null where none is near. */
export function meantSetting(name: string): SettingName | null {
  const former = FORMER_NAMES.get(name.toLowerCase());
  if (former !== undefined) return former;
  const folded = folding(name.replace(/^COUNTERSIGN_/i, ''));
  return SETTING_NAMES.find((known) => isNear(folded, folding(known))) ?? null;
}

const folding = (name: string): string => name.toUpperCase().replaceAll(/[^A-Z]/g, '');

/** Whether one text becomes the other by at most one letter more, less or other, or two swapped. */
function isNear(a: string, b: string): boolean {
  if (a === b) return true;
  if (Math.abs(a.length - b.length) > 1 || Math.min(a.length, b.length) < 5) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const [restOfA, restOfB] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  if (restOfA.length <= 1 && restOfB.length <= 1) return true;
  return (
    restOfA.length === 2 && restOfB.length === 2 && restOfA[0] === restOfB[1] && restOfA[1] === restOfB[0]
  );
}
