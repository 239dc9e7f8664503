import { dayNumber, isoDate } from '../../kernel/calendar.ts';

/** A person who does not exist: how the bot names them, and what they know of themselves. */
export type SimulatedClient = {
  readonly id: string;
  readonly phone: string;
  /** A day number of kernel/calendar.ts. */
  readonly birth: number;
};

const OLDEST = dayNumber({ year: 1950, month: 1, day: 1 });
const BIRTH_DAYS = 18_000;
/** Shares no factor with the days, so that clients in a row are born on days far apart. */
const STRIDE = 7919;

/** The nth client of a run, the same each time. @param run keeps the clients of one run apart from another's. */
export const simulatedClient = (run: string, nth: number): SimulatedClient => ({
  id: `loadtest-${run}-${nth}`,
  phone: `+5215${String(nth % 1_000_000_000).padStart(9, '0')}`,
  birth: OLDEST + ((nth * STRIDE) % BIRTH_DAYS),
});

/** What a bot sends of a client: the body of `POST /v1/challenges`. */
export const challengeRequestOf = ({ id, phone, birth }: SimulatedClient): string =>
  JSON.stringify({
    client_id: id,
    phone,
    flow: 'Balance',
    locale: 'es-MX',
    facts: { date_of_birth: isoDate(birth) },
    purpose: 'See the balance of your account',
    ttl_seconds: 600,
  });
