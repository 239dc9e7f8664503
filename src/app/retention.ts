/** How long what is kept, in days. */
export type Retention = {
  /** What is known of who opened a link: 1 to `evidence`. */
  readonly views: number;
  /** Challenges as bots read them, and their deliveries: 7 to `evidence`. */
  readonly challenges: number;
  /** What the log's entries commit to: 7 to 36500. */
  readonly evidence: number;
  /** How long a client's data stays blocked before it is erased: 0 to 36500. */
  readonly blocked: number;
};

export const DAY_MILLISECONDS = 86_400_000;
