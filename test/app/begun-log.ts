import { beginLog } from '../../src/app/begin-log.ts';
import type { AuditAppend, OutsideCheckpoint } from '../../src/app/log-ports.ts';
import { type SignOutcome, signCheckpoint } from '../../src/app/sign-checkpoint.ts';
import { forgetfulCheckpoint } from '../../src/system/checkpoint-file.ts';
import { sampleEntry } from '../contracts/store-samples.ts';
import type { TestService } from './service-for-tests.ts';

export const ORIGIN = 'log.example.test/countersign/1a2b3c4d';

export type BegunLog = {
  readonly outside: OutsideCheckpoint;
  grow(entries: number | readonly AuditAppend[]): Promise<void>;
  sign(): Promise<SignOutcome>;
};

/** A log that was begun, and a test's hands on it. It has two entries then: its key, and its policies. */
export async function begunLog(service: TestService, outside = forgetfulCheckpoint()): Promise<BegunLog> {
  await beginLog(service, ORIGIN);
  return {
    outside,
    grow: (entries) =>
      service.store.audit.append(
        typeof entries === 'number'
          ? Array.from({ length: entries }, () => sampleEntry(null, { type: 'key.created' }))
          : entries,
      ),
    sign: () => signCheckpoint(service, outside),
  };
}
