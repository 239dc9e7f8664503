import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../app/ports.ts';
import { toldToStop } from './told-to-stop.ts';

/** A worker that dies right away is not started again and again without a breath. */
const BEFORE_NEXT_MILLISECONDS = 1000;

const STOP = 'stop';

/** Set in a worker's environment: its place among them, from 1. */
const PLACE = 'COUNTERSIGN_WORKER';

/** Which worker this process is, from 1; null in a process that is none. */
export const workerPlace = (): number | null =>
  cluster.isWorker ? Number(process.env[PLACE] ?? Number.NaN) : null;

/**
 * Runs this command once more in each of `count` processes, which share their ports, until told to stop. One that dies
 * is replaced; if the first one cannot start at all, nobody serves. @returns the status to end with.
 */
export async function superviseWorkers(count: number, log: Log): Promise<number> {
  let stopping = false;
  // Each worker accepts by itself. One to which connections are handed, and which dies, takes them with it unanswered.
  cluster.schedulingPolicy = cluster.SCHED_NONE;
  const first = fork(1);
  const started = await Promise.race([
    once(first, 'message').then(() => true),
    once(first, 'exit').then(() => false),
  ]);
  if (!started) return first.process.exitCode ?? 1;

  const keep = async (place: number, running: Worker): Promise<void> => {
    let worker = running;
    for (;;) {
      await once(worker, 'exit');
      if (stopping) return;
      log.error(
        { worker: place, status: worker.process.exitCode },
        'a worker died; another one takes its place',
      );
      await pause(BEFORE_NEXT_MILLISECONDS);
      if (stopping) return;
      worker = fork(place);
    }
  };
  const kept = [keep(1, first)];
  for (let place = 2; place <= count; place++) kept.push(keep(place, fork(place)));

  await toldToStop();
  stopping = true;
  // Not by a signal: a terminal sends its own to every process, and a second one would cut short.
  for (const worker of Object.values(cluster.workers ?? {})) worker?.send(STOP);
  await Promise.all(kept);
  return 0;
}

const fork = (place: number): Worker => cluster.fork({ [PLACE]: String(place) });

/** Tells the supervisor that this worker serves. */
export function sayServing(): void {
  process.send?.('serving');
}

/** Resolves when this process is to stop: by a signal, or by the word of the supervisor or its death. */
export async function workerToldToStop(): Promise<void> {
  if (!cluster.isWorker) {
    await toldToStop();
    return;
  }
  await Promise.race([toldToStop(), once(process, 'message'), once(process, 'disconnect')]);
}

/** Lets a worker's process end: the line to its supervisor would keep it. */
export function leaveSupervisor(): void {
  if (cluster.worker?.isConnected()) cluster.worker.disconnect();
}
