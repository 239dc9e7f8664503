/** Everything that a page may ask of the device; none of ours asks for any of it. */
const FEATURES_OFF = [
  'accelerometer',
  'autoplay',
  'camera',
  'display-capture',
  'encrypted-media',
  'fullscreen',
  'geolocation',
  'gyroscope',
  'hid',
  'identity-credentials-get',
  'idle-detection',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'otp-credentials',
  'payment',
  'picture-in-picture',
  'publickey-credentials-create',
  'publickey-credentials-get',
  'screen-wake-lock',
  'serial',
  'storage-access',
  'usb',
  'window-management',
  'xr-spatial-tracking',
]
  .map((feature) => `${feature}=()`)
  .join(', ');

/** What an answer that is no page of ours may load or send: nothing. */
const NOTHING = contentSecurityPolicy({ styles: [], scripts: [], formTargets: [] });

/**
 * The headers of every response to a person, whatever it holds.
 * @param ownTls whether this server itself speaks TLS, and so may promise that it always will (RFC 6797).
 */
export function securityHeaders(ownTls: boolean): Readonly<Record<string, string>> {
  return {
    'content-security-policy': NOTHING,
    'cache-control': 'no-store',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': FEATURES_OFF,
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-robots-tag': 'noindex, nofollow, noarchive',
    ...(ownTls ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  };
}

export type Allowed = {
  /** `'sha256-…'` of the inline styles and scripts. */
  readonly styles: readonly string[];
  readonly scripts: readonly string[];
  /** Where a form may lead, every hop of a redirect included; empty where the page has no form. */
  readonly formTargets: readonly string[];
};

/** A Content-Security-Policy (level 3) that allows what is named and pictures within the page, and nothing else. */
export function contentSecurityPolicy({ styles, scripts, formTargets }: Allowed): string {
  return [
    "default-src 'none'",
    `style-src ${sources(styles)}`,
    `script-src ${sources(scripts)}`,
    'img-src data:',
    `form-action ${sources(formTargets)}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
}

function sources(list: readonly string[]): string {
  return list.length === 0 ? "'none'" : list.join(' ');
}
