/** Whom the demo plays: the one who writes to the bot, and whom the bot's owner knows. */
export type Person = {
  readonly name: string;
  /** `YYYY-MM-DD`. */
  readonly dateOfBirth: string;
  /** With `+` and country code. */
  readonly phone: string;
};

/** Invented; the number is one of those that are kept free for fiction. */
export const ANA: Person = { name: 'Ana Torres', dateOfBirth: '1990-03-17', phone: '+12025550142' };
