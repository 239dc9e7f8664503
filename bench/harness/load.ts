/** What is asked for: bench/load/ has a script for each. */
export type Kind = 'anchor' | 'create' | 'ask';

export type Load = {
  readonly kind: Kind;
  readonly origin: string;
  readonly apiKey: string;
  /** Keeps the clients of one load apart from another's. */
  readonly run: string;
  readonly connections: number;
  readonly seconds: number;
};

export type Measured = {
  readonly perSecond: number;
  /** In milliseconds. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** Answers with an error's status, and requests without an answer. */
  readonly errors: number;
};
