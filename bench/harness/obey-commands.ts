import type { Commands } from './child.ts';

/**
 * In a child process: answers the calls of its parent, one after another or several at once, and ends with it.
 * @param close runs before the end.
 */
export function obeyCommands(commands: Commands, close: () => Promise<void> = async () => undefined): void {
  process.on('message', (message) => {
    // Only callsOf of child.ts sends here.
    const { id, name, input } = message as {
      readonly id: number;
      readonly name: string;
      readonly input: unknown;
    };
    const command = commands[name] as ((input: unknown) => unknown) | undefined;
    Promise.resolve()
      .then(() => {
        if (command === undefined) throw new Error(`no command ${name}`);
        return command(input);
      })
      .then(
        (output) => process.send?.({ id, output }),
        (error: unknown) =>
          process.send?.({ id, error: error instanceof Error ? error.stack : String(error) }),
      );
  });
  process.once('disconnect', () => {
    void close().finally(() => process.exit());
  });
}

export type Usage = {
  /** CPU time of all threads since the start. */
  readonly cpuMicroseconds: number;
  readonly rssMegabytes: number;
};

export function usage(): Usage {
  const { user, system } = process.cpuUsage();
  return {
    cpuMicroseconds: user + system,
    rssMegabytes: process.memoryUsage.rss() / 2 ** 20,
  };
}
