import type { Service } from '../../app/service.ts';

/** What the operator's desk is given. */
export type DeskContext = {
  readonly service: Service;
  /** The page for people as a PDF, of a bundle that `assembleEvidence` gave. */
  readonly printEvidence: (bundle: string) => Promise<Uint8Array>;
  /** In which days and times are shown: an IANA name. */
  readonly timeZone: string;
};
