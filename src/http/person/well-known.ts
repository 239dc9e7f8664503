import { Buffer } from 'node:buffer';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { type Instant, instant, toRfc3339 } from '../../kernel/instant.ts';
import { KEYS_JSON, publishedKeysRoute } from '../published-keys.ts';
import type { PersonSide } from './person-side.ts';

const DAY_MILLISECONDS = 86_400_000;
/** RFC 9116 section 2.5.5 recommends less than a year, so that a contact does not go stale unseen. */
const CONTACT_GOOD_FOR_DAYS = 180;

const ROBOTS = 'User-agent: *\nDisallow: /\n';

/** 32 by 32 points, a PNG within an icon file. */
const FAVICON = Buffer.from(
  [
    'AAABAAEAICAAAAEAAgDJAAAAFgAAAIlQTkcNChoKAAAADUlIRFIAAAAgAAAAIAIDAAAADhSSZwAAAAlQTFRFAAAACGlM////',
    'Km6/BgAAAAN0Uk5TAP//RFDWIQAAAGxJREFUeNp10LERgCAMBdBYOIL7OIKFoWAD2cfGnoI/pX4S8DyPVO/u5wKJyKxPbSKi',
    'tUQmw2oJs8Wwv1CvEWJDOh1wBHgUyxdZUyZCYS8B9jLCVQwJjohsCOytc9BePwYf+2/RF+wr9yO0s9yBKlbG33rTRAAAAABJ',
    'RU5ErkJggg==',
  ].join(''),
  'base64',
);

const SECURITY_TXT = '/.well-known/security.txt';
const ROBOTS_TXT = '/robots.txt';
const FAVICON_ICO = '/favicon.ico';
export const WELL_KNOWN: readonly string[] = [SECURITY_TXT, ROBOTS_TXT, FAVICON_ICO, KEYS_JSON];

/** The addresses at which programs look for something on every host. */
export function registerWellKnown(app: FastifyInstance, side: PersonSide): void {
  app.get(SECURITY_TXT, (_request, reply) => sendText(reply, securityTxt(side, side.clock.now())));
  app.get(ROBOTS_TXT, (_request, reply) => sendText(reply, ROBOTS));
  publishedKeysRoute(app, side.publishedKeys);
  app.get(FAVICON_ICO, (_request, reply) => reply.header('content-type', 'image/x-icon').send(FAVICON));
}

const sendText = (reply: FastifyReply, text: string): FastifyReply =>
  reply.header('content-type', 'text/plain; charset=utf-8').send(text);

/** RFC 9116. `Canonical` must be https, so a service on a loopback host names none. */
function securityTxt({ publicUrl, securityContact }: PersonSide, now: Instant): string {
  const today = Math.floor(now / DAY_MILLISECONDS);
  const expires = instant((today + CONTACT_GOOD_FOR_DAYS) * DAY_MILLISECONDS);
  return [
    `Contact: ${securityContact ?? `mailto:security@${new URL(publicUrl).hostname}`}`,
    `Expires: ${toRfc3339(expires)}`,
    'Preferred-Languages: en',
    ...(publicUrl.startsWith('https:') ? [`Canonical: ${publicUrl}${SECURITY_TXT}`] : []),
    '',
  ].join('\n');
}
