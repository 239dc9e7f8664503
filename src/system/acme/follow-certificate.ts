import type { Clock } from '../../app/ports.ts';
import type { KeyPair } from '../tls/checked-pair.ts';
import { selfSigned } from '../tls/self-signed.ts';
import { CertificateFiles } from './certificate-files.ts';
import type { CertificateKeeper } from './certificate-keeper.ts';

const LOOK_MILLISECONDS = 15_000;

export type FollowOptions = {
  readonly directory: string;
  readonly directoryUrl: string;
  readonly domain: string;
  readonly clock: Clock;
  readonly changed: (pair: KeyPair) => void;
  readonly lookMilliseconds?: number;
};

/** Serves what another process of this service orders and keeps, and orders nothing itself. */
export async function followCertificate(options: FollowOptions): Promise<CertificateKeeper> {
  const { directory, directoryUrl, domain, clock, changed, lookMilliseconds = LOOK_MILLISECONDS } = options;
  const files = new CertificateFiles(directory, directoryUrl);
  const first: KeyPair = files.pair(domain, clock.now()) ?? (await selfSigned([domain], clock.now()));
  let served = first;
  const look = setInterval(() => {
    const kept = files.pair(domain, clock.now());
    if (kept === null || kept.cert === served.cert) return;
    served = kept;
    changed(kept);
  }, lookMilliseconds).unref();
  return { first, stop: async () => clearInterval(look) };
}
