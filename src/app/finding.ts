/** How something is that an operator can look after: as it should be, worth a look, or in the way of the service. */
export type Level = 'ok' | 'warning' | 'fault';

/** What one look at the installation found. Holds no secret and nothing of a person. */
export type Finding = {
  /** What was looked at, in a word or two. */
  readonly check: string;
  readonly level: Level;
  /** What was found, as one sentence. */
  readonly found: string;
  /** What to do about it, as one sentence; null where nothing is to do. */
  readonly todo: string | null;
};

export const fine = (check: string, found: string): Finding => ({ check, level: 'ok', found, todo: null });

export const warning = (check: string, found: string, todo: string): Finding => ({
  check,
  level: 'warning',
  found,
  todo,
});

export const fault = (check: string, found: string, todo: string): Finding => ({
  check,
  level: 'fault',
  found,
  todo,
});
