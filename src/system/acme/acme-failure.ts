/** Thrown where a certificate authority refused, could not be reached, or said what RFC 8555 does not allow. */
export class AcmeFailure extends Error {
  override readonly name = 'AcmeFailure';
  /** The fragment of `urn:ietf:params:acme:error:`, such as `rateLimited`; null where the authority named none. */
  readonly type: string | null;
  /** How long it asks to be left alone; null where it does not say. */
  readonly retryAfterSeconds: number | null;

  constructor(message: string, type: string | null = null, retryAfterSeconds: number | null = null) {
    super(message);
    this.type = type;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
