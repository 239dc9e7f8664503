import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { type Instant, instant, toRfc3339 } from '../../kernel/instant.ts';
import { err, ok, type Result } from '../../kernel/result.ts';

/** A certificate chain, the server's own certificate first, and the private key to it: both PEM. */
export type KeyPair = { readonly cert: string; readonly key: string };

export type CheckedPair = KeyPair & { readonly notBefore: Instant; readonly notAfter: Instant };

/**
 * A pair that a server can serve at `now`; or what is wrong with it, as the end of a sentence. Looked at here because
 * TLS takes a certificate with another one's key without a word, and then fails every handshake.
 */
export function checkedPair({ cert, key }: KeyPair, now: Instant): Result<CheckedPair, string> {
  const certificate = certificateOf(cert);
  if (certificate === null) return err('the certificate is none in PEM (-----BEGIN CERTIFICATE-----)');
  const privateKey = privateKeyOf(key);
  if (privateKey === null) return err('the key is none in PEM, or is locked with a passphrase');
  if (!certificate.checkPrivateKey(privateKey)) {
    return err(
      "the key does not belong to the certificate: check that both are of one issue, and that the server's own certificate comes first",
    );
  }
  const notBefore = instant(certificate.validFromDate.getTime());
  const notAfter = instant(certificate.validToDate.getTime());
  if (now >= notAfter) return err(`the certificate ended on ${toRfc3339(notAfter)}: get a new one`);
  if (now < notBefore) {
    return err(`the certificate begins on ${toRfc3339(notBefore)}: check it, and this machine's clock`);
  }
  return ok({ cert, key, notBefore, notAfter });
}

/** The first certificate of a PEM text; null where there is none. */
export function certificateOf(pem: string): X509Certificate | null {
  try {
    return new X509Certificate(pem);
  } catch {
    return null;
  }
}

function privateKeyOf(pem: string): KeyObject | null {
  try {
    return createPrivateKey(pem);
  } catch {
    return null;
  }
}
