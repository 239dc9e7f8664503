/** What the stand-in for the platform was told, by client. */
export class ToldVerdicts {
  readonly #verdicts = new Map<string, string>();
  #lastHeard = 0;
  #wake: (() => void) | null = null;

  /** @param verdict the attribute that tells it: `true` or `false`. */
  hear(client: string, verdict: string): void {
    this.#verdicts.set(client, verdict);
    this.#lastHeard = performance.now();
    this.#wake?.();
  }

  verdictOf(client: string): string | undefined {
    return this.#verdicts.get(client);
  }

  /**
   * Resolves when every one of these clients was told of, or nobody was for `patience` milliseconds.
   * @returns when the last was heard, on the clock of performance.now(); 0 where none ever was.
   */
  async allOf(clients: Iterable<string>, patience: number): Promise<number> {
    const missing = new Set(clients);
    for (;;) {
      for (const client of missing) if (this.#verdicts.has(client)) missing.delete(client);
      if (missing.size === 0 || !(await this.#heardWithin(patience))) return this.#lastHeard;
    }
  }

  #heardWithin(milliseconds: number): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (heard: boolean): void => {
        clearTimeout(timer);
        this.#wake = null;
        resolve(heard);
      };
      const timer = setTimeout(end, milliseconds, false);
      this.#wake = () => end(true);
    });
  }
}
