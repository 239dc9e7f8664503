import { type FSWatcher, watch } from 'node:fs';
import { dirname } from 'node:path';
import type { Clock, Log } from '../../app/ports.ts';
import type { CheckedPair } from './checked-pair.ts';
import { type PairFiles, readPair } from './pair-files.ts';

export type WatchTimes = {
  /** From the last sign of a change to the look at it: certificate and key are two files, written one after the other. */
  readonly settleMilliseconds: number;
  /** How often is looked without a sign: not every file system tells of changes. */
  readonly pollMilliseconds: number;
};

const TIMES: WatchTimes = { settleMilliseconds: 1000, pollMilliseconds: 60_000 };

export type PairWatch = { stop(): void };

export type PairWatchOptions = {
  readonly files: PairFiles;
  /** The pair that is served already. */
  readonly current: CheckedPair;
  /** Takes a new pair, which was checked. */
  readonly changed: (pair: CheckedPair) => void;
  readonly clock: Clock;
  readonly log: Log;
  readonly times?: WatchTimes;
};

/**
 * Looks at a pair of files whenever they change. A new pair that can be served is handed on; one that cannot leaves
 * everything as it was, and the log says once what is wrong with it.
 */
export function watchPair({
  files,
  current,
  changed,
  clock,
  log,
  times = TIMES,
}: PairWatchOptions): PairWatch {
  let served = current;
  let complaint: string | null = null;
  let settling: NodeJS.Timeout | undefined;

  const look = (): void => {
    const found = readPair(files, clock.now());
    if (!found.ok) {
      if (found.error !== complaint) {
        log.error({ fault: found.error }, 'the new certificate cannot be used: the one before is served on');
      }
      complaint = found.error;
      return;
    }
    complaint = null;
    if (found.value.cert === served.cert && found.value.key === served.key) return;
    served = found.value;
    changed(found.value);
  };
  const settle = (): void => {
    clearTimeout(settling);
    settling = setTimeout(look, times.settleMilliseconds).unref();
  };

  const poll = setInterval(look, times.pollMilliseconds).unref();
  const watchers = [...new Set([files.certFile, files.keyFile].map((file) => dirname(file)))].flatMap(
    (directory) => watcherOf(directory, settle),
  );
  return {
    stop() {
      clearInterval(poll);
      clearTimeout(settling);
      for (const watcher of watchers) watcher.close();
    },
  };
}

/** Watches the directory and not the file: renewals put another file in its place. None where that is not to be had. */
function watcherOf(directory: string, changed: () => void): readonly FSWatcher[] {
  try {
    const watcher = watch(directory, { persistent: false }, changed);
    // The poll goes on without it.
    watcher.on('error', () => watcher.close());
    return [watcher];
  } catch {
    return [];
  }
}
