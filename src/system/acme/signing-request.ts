import 'reflect-metadata';
import { Pkcs10CertificateRequestGenerator, SubjectAlternativeNameExtension } from '@peculiar/x509';
import { toBase64url } from '../../kernel/bytes.ts';
import { KEY_ALGORITHM, privateKeyPem, SIGNING_ALGORITHM } from '../tls/key-generation.ts';

export type SigningRequest = {
  /** PKCS #10 in DER, as base64url (RFC 8555 section 7.4). */
  readonly request: string;
  /** PKCS #8 in PEM: a new key for each certificate. */
  readonly key: string;
};

export async function signingRequest(domain: string): Promise<SigningRequest> {
  const keys = await crypto.subtle.generateKey(KEY_ALGORITHM, true, ['sign', 'verify']);
  const request = await Pkcs10CertificateRequestGenerator.create({
    name: [{ CN: [domain] }],
    keys,
    signingAlgorithm: SIGNING_ALGORITHM,
    extensions: [new SubjectAlternativeNameExtension([{ type: 'dns', value: domain }])],
  });
  return { request: toBase64url(new Uint8Array(request.rawData)), key: await privateKeyPem(keys.privateKey) };
}
