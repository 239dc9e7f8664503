import { isIP } from 'node:net';
import { type Finding, fault, fine, warning } from '../../app/finding.ts';
import { type Instant, toRfc3339 } from '../../kernel/instant.ts';
import { type CheckedPair, certificateOf } from '../tls/checked-pair.ts';

const CHECK = 'certificate';
const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;

export type CertificateQuestion = {
  readonly pair: CheckedPair;
  /** As people's links name it; null where nothing is set. */
  readonly host: string | null;
  /** From how many days left on somebody should look: more where nobody renews it by itself. */
  readonly daysToWorry: number;
  readonly now: Instant;
};

/** How long a certificate still is good for, and whether it is for the host that links name. */
export function checkCertificate({ pair, host, daysToWorry, now }: CertificateQuestion): Finding {
  if (host !== null && !isFor(pair.cert, host)) {
    return fault(
      CHECK,
      `The certificate is not for ${host}, which links begin with.`,
      'Get one for that name, or correct PUBLIC_URL.',
    );
  }
  const days = Math.floor((pair.notAfter - now) / DAY_MILLISECONDS);
  const found = `It is good for ${days} more days, until ${toRfc3339(pair.notAfter)}.`;
  return days < daysToWorry
    ? warning(
        CHECK,
        found,
        'Get a new one now; where it is renewed by itself, look into the log for why it was not.',
      )
    : fine(CHECK, found);
}

function isFor(cert: string, host: string): boolean {
  const certificate = certificateOf(cert);
  const address = host.replace(/^\[|\]$/g, '');
  const found = isIP(address) === 0 ? certificate?.checkHost(host) : certificate?.checkIP(address);
  return found !== undefined;
}
