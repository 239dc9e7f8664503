/** What is done by one instance at a time, whichever comes first. */
export type Turn = 'sweep' | 'forget' | 'checkpoint' | 'vouch' | 'retain' | 'certificate';

/** Keeps several instances from doing the same work at once. Nothing may depend on it but effort: each work is guarded by itself. */
export interface Turns {
  /**
   * Does `work` unless another instance is doing the work of that name; then nothing. An instance that dies leaves its
   * turn to the next that asks. @returns whether it was done. @throws whatever `work` throws, and StoreUnavailable.
   */
  alone(turn: Turn, work: () => Promise<void>): Promise<boolean>;
}

/** For the only instance there is. */
export const onlyInstance: Turns = {
  async alone(_turn, work) {
    await work();
    return true;
  },
};
