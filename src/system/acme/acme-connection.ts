import type { AccountKey } from './account-key.ts';
import { AcmeFailure } from './acme-failure.ts';
import { type Directory, readDirectory, readProblem } from './acme-messages.ts';

const TIMEOUT_MILLISECONDS = 30_000;
const MAX_ANSWER_CHARACTERS = 256 * 1024;
/** An authority may refuse any nonce, and wants to be asked again (RFC 8555 section 6.5). */
const NONCE_TRIES = 10;
const LONGEST_WAIT_SECONDS = 24 * 60 * 60;

export type AcmeAnswer = {
  readonly status: number;
  readonly body: string;
  readonly location: string | null;
  readonly retryAfterSeconds: number | null;
};

/** Signed requests to one certificate authority in the name of one account (RFC 8555 section 6). */
export class AcmeConnection {
  readonly #directoryUrl: string;
  readonly #key: AccountKey;
  readonly #signal: AbortSignal;
  #directory: Directory | null = null;
  #nonce: string | null = null;
  #account: string | null = null;

  /** @param signal ends every request under way. */
  constructor(directoryUrl: string, key: AccountKey, signal: AbortSignal) {
    this.#directoryUrl = directoryUrl;
    this.#key = key;
    this.#signal = signal;
  }

  /** @throws AcmeFailure */
  async directory(): Promise<Directory> {
    if (this.#directory !== null) return this.#directory;
    const answer = await this.#send(this.#directoryUrl, 'GET', null);
    if (answer.status !== 200) throw failure(answer);
    this.#directory = readDirectory(json(answer.body));
    return this.#directory;
  }

  /**
   * Signs in: the account of the key, which is made where there is none (RFC 8555 section 7.3). Agrees to the
   * authority's terms of service.
   * @throws AcmeFailure
   */
  async signIn(email: string): Promise<void> {
    const { newAccount } = await this.directory();
    const payload = { termsOfServiceAgreed: true, contact: [`mailto:${email}`] };
    const { location } = await this.#post(newAccount, { jwk: this.#key.jwk }, payload);
    if (location === null) throw new AcmeFailure('the certificate authority names no account');
    this.#account = location;
  }

  /**
   * @param payload null: only reads what is at `url` (POST-as-GET).
   * @throws AcmeFailure for every answer that is no success.
   */
  async post(url: string, payload: object | null): Promise<AcmeAnswer> {
    return await this.#post(url, { kid: this.#account }, payload);
  }

  async #post(url: string, signer: object, payload: object | null): Promise<AcmeAnswer> {
    for (let tries = 1; ; tries++) {
      const nonce = this.#nonce ?? (await this.#newNonce());
      this.#nonce = null;
      const body = JSON.stringify(this.#key.sign({ ...signer, nonce, url }, payload));
      const answer = await this.#send(url, 'POST', body);
      if (answer.status >= 200 && answer.status < 300) return answer;
      const fault = failure(answer);
      if (fault.type !== 'badNonce' || tries === NONCE_TRIES) throw fault;
    }
  }

  async #newNonce(): Promise<string> {
    const { newNonce } = await this.directory();
    await this.#send(newNonce, 'HEAD', null);
    if (this.#nonce === null) throw new AcmeFailure('the certificate authority gives no nonce');
    return this.#nonce;
  }

  async #send(url: string, method: 'GET' | 'HEAD' | 'POST', body: string | null): Promise<AcmeAnswer> {
    try {
      const response = await fetch(url, {
        method,
        headers: {
          'user-agent': 'Countersign',
          ...(body === null ? {} : { 'content-type': 'application/jose+json' }),
        },
        body,
        redirect: 'error',
        signal: AbortSignal.any([this.#signal, AbortSignal.timeout(TIMEOUT_MILLISECONDS)]),
      });
      const text = await response.text();
      if (text.length > MAX_ANSWER_CHARACTERS) throw new AcmeFailure('the answer is too long');
      this.#nonce = response.headers.get('replay-nonce') ?? this.#nonce;
      return {
        status: response.status,
        body: text,
        location: response.headers.get('location'),
        retryAfterSeconds: retryAfterSeconds(response.headers.get('retry-after')),
      };
    } catch (error) {
      if (error instanceof AcmeFailure) throw error;
      throw new AcmeFailure(`${new URL(url).host} could not be reached: ${causeOf(error)}`);
    }
  }
}

/** The object in an answer. @throws AcmeFailure where it is none. */
export function json(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new AcmeFailure('the answer of the certificate authority is no JSON');
  }
}

function failure({ status, body, retryAfterSeconds }: AcmeAnswer): AcmeFailure {
  const { type, detail } = readProblem(jsonOrNull(body));
  const kind = type === null ? '' : ` (${type})`;
  return new AcmeFailure(
    `the certificate authority answered ${status}${kind}: ${detail}`,
    type,
    retryAfterSeconds,
  );
}

function jsonOrNull(body: string): unknown {
  try {
    return json(body);
  } catch {
    return null;
  }
}

/** Seconds, or a date (RFC 9110 section 10.2.3). */
function retryAfterSeconds(header: string | null): number | null {
  if (header === null) return null;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.min(Math.max(0, seconds), LONGEST_WAIT_SECONDS) : null;
}

function causeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return 'an unknown error';
  return 'code' in cause ? String(cause.code) : cause.message;
}
