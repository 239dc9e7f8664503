/** Work that runs again and again until it is stopped. */
export type Repeating = {
  /** Resolves when the run under way, if any, is over and none will follow. */
  stop(): Promise<void>;
};

/**
 * Runs `work` every `milliseconds`, counted from the end of one run to the start of the next, so that a slow run never
 * meets itself. A run that throws is handed to `failed` and the next one comes as usual.
 */
export function every(
  milliseconds: number,
  work: () => Promise<unknown>,
  failed: (error: unknown) => void,
): Repeating {
  let stopped = false;
  let timer: NodeJS.Timeout;
  let underWay: Promise<void> = Promise.resolve();
  const run = async (): Promise<void> => {
    try {
      await work();
    } catch (error) {
      failed(error);
    }
    if (!stopped) timer = schedule();
  };
  const schedule = (): NodeJS.Timeout =>
    setTimeout(() => {
      underWay = run();
    }, milliseconds);
  timer = schedule();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await underWay;
    },
  };
}
