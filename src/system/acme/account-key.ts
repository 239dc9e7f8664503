import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from 'node:crypto';
import { toBase64url, utf8 } from '../../kernel/bytes.ts';

/** A JSON Web Key of P-256 (RFC 7518 section 6.2). */
export type AccountJwk = {
  readonly crv: 'P-256';
  readonly kty: 'EC';
  readonly x: string;
  readonly y: string;
};

/** The flattened form of a JSON Web Signature (RFC 7515 section 7.2.2). */
export type FlattenedJws = {
  readonly protected: string;
  readonly payload: string;
  readonly signature: string;
};

/** The key of an account with a certificate authority: ES256 (RFC 8555 section 6.2). */
export class AccountKey {
  readonly jwk: AccountJwk;
  readonly #key: KeyObject;

  private constructor(key: KeyObject) {
    this.#key = key;
    const { x, y } = createPublicKey(key).export({ format: 'jwk' });
    if (typeof x !== 'string' || typeof y !== 'string') throw new TypeError('an account key is one of P-256');
    this.jwk = { crv: 'P-256', kty: 'EC', x, y };
  }

  static generate(): AccountKey {
    return new AccountKey(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
  }

  /** @throws where the text is no private key of P-256 in PEM. */
  static fromPem(pem: string): AccountKey {
    return new AccountKey(createPrivateKey(pem));
  }

  /** PKCS #8. */
  toPem(): string {
    return this.#key.export({ type: 'pkcs8', format: 'pem' }).toString();
  }

  /** @param payload null: the empty payload of a POST-as-GET (RFC 8555 section 6.3). */
  sign(header: Readonly<Record<string, unknown>>, payload: object | null): FlattenedJws {
    const protectedHeader = encoded({ alg: 'ES256', ...header });
    const body = payload === null ? '' : encoded(payload);
    const signature = sign('sha256', utf8(`${protectedHeader}.${body}`), {
      key: this.#key,
      dsaEncoding: 'ieee-p1363',
    });
    return { protected: protectedHeader, payload: body, signature: toBase64url(signature) };
  }

  /** What the authority looks for where it is told to look (RFC 8555 section 8.1). */
  keyAuthorization(token: string): string {
    // The members in this order are the canonical form of RFC 7638.
    const { crv, kty, x, y } = this.jwk;
    const thumbprint = createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
    return `${token}.${thumbprint}`;
  }
}

const encoded = (value: object): string => toBase64url(utf8(JSON.stringify(value)));
