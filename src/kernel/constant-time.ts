import { timingSafeEqual } from 'node:crypto';
import { sha256 } from './digest.ts';

/** Whether two secrets are equal, in a time that depends on neither's content; lengths are hidden by hashing first. */
export const equalInConstantTime = (a: Uint8Array | string, b: Uint8Array | string): boolean =>
  timingSafeEqual(sha256(a), sha256(b));
