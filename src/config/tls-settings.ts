import { isIP } from 'node:net';
import type { SettingReader } from './setting-reader.ts';
import { filePath, mailAddress, wholeNumber } from './setting-values.ts';
import type { AcmeSettings, TlsFiles } from './settings.ts';
import { link } from './url-settings.ts';

const LETS_ENCRYPT = 'https://acme-v02.api.letsencrypt.org/directory';
const HTTP_PORT = 80;

/** Where certificates come from: files, an authority, or neither; both is a fault. */
export type TlsSettings = { readonly tls: TlsFiles | null; readonly acme: AcmeSettings | null };

export function readTlsSettings(reader: SettingReader, publicUrl: string | null): TlsSettings {
  const tls = readFiles(reader);
  const email = reader.read('ACME_EMAIL', mailAddress);
  const directoryUrl = reader.read('ACME_DIRECTORY_URL', link) ?? LETS_ENCRYPT;
  const httpPort = reader.read('ACME_HTTP_PORT', wholeNumber(0, 65_535)) ?? HTTP_PORT;
  if (email === null) return { tls, acme: null };
  if (tls !== null) {
    reader.fault('ACME_EMAIL', 'must be left out, since TLS_CERT_FILE already names a certificate');
    return { tls, acme: null };
  }
  const domain = publicUrl === null ? null : new URL(publicUrl).hostname;
  if (domain === null || !isPublicName(domain)) {
    if (reader.isSound('PUBLIC_URL')) {
      reader.fault(
        'PUBLIC_URL',
        'must be https:// and the public name that ACME_EMAIL orders a certificate for',
      );
    }
    return { tls, acme: null };
  }
  return { tls, acme: { email, directoryUrl, httpPort, domain } };
}

function readFiles(reader: SettingReader): TlsFiles | null {
  const certFile = reader.read('TLS_CERT_FILE', filePath);
  const keyFile = reader.read('TLS_KEY_FILE', filePath);
  if (certFile !== null && keyFile !== null) return { certFile, keyFile };
  if (certFile !== null) reader.fault('TLS_KEY_FILE', 'must be set too, since TLS_CERT_FILE is set');
  if (keyFile !== null) reader.fault('TLS_CERT_FILE', 'must be set too, since TLS_KEY_FILE is set');
  return null;
}

/** Authorities give certificates to names with a dot in them, and to no address by the way that is spoken here. */
const isPublicName = (host: string): boolean =>
  host.includes('.') && isIP(host) === 0 && !host.startsWith('[') && !host.endsWith('.localhost');
