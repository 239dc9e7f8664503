import { beginLog } from '../app/begin-log.ts';
import { checkLog } from '../app/check-log.ts';
import { followCheckpoint } from '../app/follow-checkpoint.ts';
import type { OutsideCheckpoint } from '../app/log-ports.ts';
import type { Service } from '../app/service.ts';
import { signCheckpoint } from '../app/sign-checkpoint.ts';
import { onlyInstance, type Turns } from '../app/turns.ts';
import { forgetfulCheckpoint } from '../system/checkpoint-file.ts';
import { every } from '../system/every.ts';
import { LogRefused } from './log-refused.ts';
import { newOrigin } from './new-origin.ts';
import { workerPlace } from './workers.ts';

/** What has grown is signed within a second: this, and the time that signing takes. */
const CHECKPOINT_MILLISECONDS = 700;

/** Where the last checkpoint is kept outside the database. */
export type CheckpointPlace = {
  readonly checkpoint: OutsideCheckpoint;
  readonly path: string;
  /** Whether other instances keep theirs elsewhere: then this one may be new here. */
  readonly isOneOfSeveral: boolean;
};

export type LogKeeping = {
  /** Signs what the log is at the end, and signs no more. */
  stop(): Promise<void>;
};

/**
 * Looks whether the log may be gone on with, begins it where it is new, and signs it from now on as it grows.
 * @param place left out for a service whose log outlives nobody: then nothing is looked at.
 * @throws LogRefused, SealBroken, StoreUnavailable
 */
export async function keepLog(
  service: Service,
  place: CheckpointPlace | undefined,
  turns: Turns = onlyInstance,
): Promise<LogKeeping> {
  if (place !== undefined) {
    const looked = await checkLog(service, place.checkpoint);
    const isNewHere = !looked.ok && looked.error.type === 'outside_missing' && place.isOneOfSeveral;
    if (isNewHere) service.log.warn({}, 'no checkpoint of the log is kept on this machine yet');
    else if (!looked.ok) throw new LogRefused(looked.error, place.path);
  }
  await beginLog(service, newOrigin(service.publicUrl, service.entropy));
  // One process writes the file of a machine.
  if ((workerPlace() ?? 1) !== 1) return { stop: async () => undefined };
  const outside = place?.checkpoint ?? forgetfulCheckpoint();
  const sign = () => signOnce(service, outside);
  const failed = (error: unknown) => service.log.error({ err: error }, 'the log could not be signed');
  const signing = every(
    CHECKPOINT_MILLISECONDS,
    async () => {
      await turns.alone('checkpoint', sign);
      if (place?.isOneOfSeveral) await followOnce(service, outside);
    },
    failed,
  );
  return {
    async stop() {
      await signing.stop();
      await turns.alone('checkpoint', sign).catch(failed);
      if (place?.isOneOfSeveral) await followOnce(service, outside).catch(failed);
    },
  };
}

async function followOnce(service: Service, outside: OutsideCheckpoint): Promise<void> {
  const outcome = await followCheckpoint(service, outside);
  if (outcome.type !== 'refused') return;
  service.log.error(
    { growth: outcome.growth },
    'what another instance signed does not continue the checkpoint that is kept here: "countersign audit verify" says where',
  );
}

async function signOnce(service: Service, outside: OutsideCheckpoint): Promise<void> {
  const outcome = await signCheckpoint(service, outside);
  if (outcome.type === 'refused') {
    service.log.error(
      { growth: outcome.growth },
      'the log does not continue what was signed last, and is signed no more: "countersign audit verify" says where',
    );
  }
  if (outcome.type === 'contested') {
    service.log.error({}, 'another process writes the checkpoint outside the database: only one may');
  }
}
