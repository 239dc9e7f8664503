import { policySetHash } from '../domain/audit/policy-hash.ts';
import { QUESTION_KINDS } from '../domain/questions/projections.ts';
import { addSigningKey } from './add-signing-key.ts';
import { policyEntry } from './log-drafts.ts';
import type { Service } from './service.ts';

/**
 * Gives the log what it must have before anything else is written to it: a name and a key, at the very first start, and
 * an entry where other rules hold than when it was last begun.
 * @param origin the name, if it has none: one that no other log has, without white space or a plus.
 * @throws StoreUnavailable
 */
export async function beginLog(
  service: Pick<Service, 'store' | 'vault' | 'entropy' | 'clock' | 'build' | 'policies'>,
  origin: string,
): Promise<void> {
  const { checkpoints, audit } = service.store;
  // A crash after any of these steps leaves the next ones to the next start.
  await checkpoints.name(origin, null);
  if ((await checkpoints.signingKeys()).length === 0) await addSigningKey(service, 0);
  const policy = policySetHash([...service.policies.values()], QUESTION_KINDS);
  if ((await audit.policy()) !== policy) {
    await audit.append([policyEntry(service, policy, service.clock.now())]);
  }
}
