import { Gauge, type Registry } from 'prom-client';
import { certificateOf } from '../tls/checked-pair.ts';

/** Registers when the certificate that is served ends. @returns the call that tells of the one that is served now, as PEM. */
export function certificateMetric(registry: Registry): (cert: string) => void {
  const end = new Gauge({
    name: 'countersign_certificate_end_timestamp_seconds',
    help: 'When the certificate that is served ends, in seconds since 1970.',
    registers: [registry],
  });
  return (cert) => {
    const certificate = certificateOf(cert);
    if (certificate !== null) end.set(certificate.validToDate.getTime() / 1000);
  };
}
