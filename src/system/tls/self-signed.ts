import 'reflect-metadata';
import { isIP } from 'node:net';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { type Instant, plus } from '../../kernel/instant.ts';
import type { KeyPair } from './checked-pair.ts';
import { KEY_ALGORITHM, privateKeyPem, SIGNING_ALGORITHM } from './key-generation.ts';

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;
const LIFE_DAYS = 365;
/** So that a machine whose clock is a little behind takes it as well. */
const HEAD_START_MILLISECONDS = 60 * 60 * 1000;

/**
 * A certificate for `hosts` (names and addresses, at least one) that vouches for itself: ECDSA on P-256, good for a
 * year. Who connects must be told to trust it.
 */
export async function selfSigned(hosts: readonly string[], now: Instant): Promise<KeyPair> {
  const keys = await crypto.subtle.generateKey(KEY_ALGORITHM, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [hosts[0] ?? 'localhost'] }],
    notBefore: new Date(now - HEAD_START_MILLISECONDS),
    notAfter: new Date(plus(now, LIFE_DAYS * DAY_MILLISECONDS)),
    keys,
    signingAlgorithm: SIGNING_ALGORITHM,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension(
        hosts.map((host) => ({ type: isIP(host) === 0 ? ('dns' as const) : ('ip' as const), value: host })),
      ),
    ],
  });
  return { cert: `${certificate.toString('pem')}\n`, key: await privateKeyPem(keys.privateKey) };
}
