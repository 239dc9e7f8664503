/** Which pieces of work this process has under way, by name, so that the same one is not begun twice at once. */
export class InFlight {
  readonly #names = new Set<string>();

  /** Runs `work`, or answers null at once where work of that name is under way. */
  async alone<T>(name: string, work: () => Promise<T>): Promise<T | null> {
    if (this.#names.has(name)) return null;
    this.#names.add(name);
    try {
      return await work();
    } finally {
      this.#names.delete(name);
    }
  }
}
