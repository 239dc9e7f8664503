import { AcmeFailure } from './acme-failure.ts';

/*
 * The objects of RFC 8555 section 7.1, as far as they are used: read member by member, since an authority is a stranger too.
 */

export type Directory = { readonly newNonce: string; readonly newAccount: string; readonly newOrder: string };

export type Order = {
  readonly status: string;
  readonly authorizations: readonly string[];
  readonly finalize: string;
  /** Null until the certificate is there. */
  readonly certificate: string | null;
  readonly fault: string | null;
};

export type HttpChallenge = { readonly url: string; readonly token: string };

export type Authorization = {
  readonly status: string;
  /** Null where the authority offers no http-01 for this name. */
  readonly challenge: HttpChallenge | null;
  /** What the authority says went wrong. */
  readonly fault: string | null;
};

export function readDirectory(value: unknown): Directory {
  return {
    newNonce: address(value, 'newNonce'),
    newAccount: address(value, 'newAccount'),
    newOrder: address(value, 'newOrder'),
  };
}

export function readOrder(value: unknown): Order {
  const { certificate } = members(value);
  return {
    status: text(value, 'status'),
    authorizations: list(value, 'authorizations').map((url) => checkedAddress(url, 'authorizations')),
    finalize: address(value, 'finalize'),
    certificate: certificate === undefined ? null : checkedAddress(certificate, 'certificate'),
    fault: faultOf(members(value)['error']),
  };
}

export function readAuthorization(value: unknown): Authorization {
  const challenge = list(value, 'challenges').find((each) => members(each)['type'] === 'http-01');
  return {
    status: text(value, 'status'),
    challenge:
      challenge === undefined
        ? null
        : { url: address(challenge, 'url'), token: token(text(challenge, 'token')) },
    fault: challenge === undefined ? null : faultOf(members(challenge)['error']),
  };
}

export type Problem = { readonly type: string | null; readonly detail: string };

/** A problem document (RFC 7807), in one line of at most 300 characters; whatever it is, something is said. */
export function readProblem(value: unknown): Problem {
  const { type, detail } = typeof value === 'object' && value !== null ? members(value) : {};
  const kind = typeof type === 'string' ? /^urn:ietf:params:acme:error:(\w+)$/.exec(type)?.[1] : undefined;
  return { type: kind ?? null, detail: typeof detail === 'string' ? oneLine(detail) : 'without a reason' };
}

function faultOf(value: unknown): string | null {
  return value === undefined || value === null ? null : readProblem(value).detail;
}

const LONGEST_DETAIL = 300;

const oneLine = (said: string): string => said.replaceAll(/\p{Cc}+/gu, ' ').slice(0, LONGEST_DETAIL);

/** A token becomes part of a path and of a file's text: nothing but base64url (RFC 8555 section 8.3). */
function token(value: string): string {
  if (/^[A-Za-z0-9_-]{16,256}$/.test(value)) return value;
  throw new AcmeFailure('the certificate authority sent a token that is none');
}

function members(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw unexpected('an object');
  // Every member is unknown, which is true of any object.
  return value as Readonly<Record<string, unknown>>;
}

function text(value: unknown, name: string): string {
  const member = members(value)[name];
  if (typeof member !== 'string') throw unexpected(`the text "${name}"`);
  return member;
}

function list(value: unknown, name: string): readonly unknown[] {
  const member = members(value)[name];
  if (!Array.isArray(member)) throw unexpected(`the list "${name}"`);
  return member;
}

const address = (value: unknown, name: string): string => checkedAddress(text(value, name), name);

function checkedAddress(value: unknown, name: string): string {
  if (typeof value === 'string' && URL.parse(value)?.protocol === 'https:') return value;
  throw unexpected(`an https address in "${name}"`);
}

const unexpected = (what: string): AcmeFailure =>
  new AcmeFailure(`the answer of the certificate authority lacks ${what}`);
