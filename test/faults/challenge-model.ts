import assert from 'node:assert/strict';
import type { Status, Verdict } from '../../src/domain/challenge/lifecycle.ts';

/**
 * What may be true of one challenge, by the words of the contract alone. Where a write failed nobody knows whether it
 * was stored, so a challenge may be in several states at once until it is looked at.
 */
export class ModelledChallenge {
  readonly expiresAt: number;
  #possible: ReadonlySet<Status> = new Set(['pending']);

  constructor(expiresAt: number) {
    this.expiresAt = expiresAt;
  }

  get possible(): ReadonlySet<Status> {
    return this.#possible;
  }

  get mayBePending(): boolean {
    return this.#possible.has('pending');
  }

  /** An event that ends it if it is pending, acknowledged (`sure`) or not. */
  ends(verdict: Verdict, sure: boolean): void {
    if (!this.mayBePending) return;
    const others = [...this.#possible].filter((status) => status !== 'pending');
    this.#possible = new Set<Status>([...others, verdict, ...(sure ? [] : (['pending'] as const))]);
  }

  /** What was seen must have been possible, and from now on nothing else is. */
  isSeen(status: Status): void {
    assert.ok(
      this.#possible.has(status),
      `the model allows ${[...this.#possible].join(' or ')}, the system says ${status}`,
    );
    this.#possible = new Set([status]);
  }
}
