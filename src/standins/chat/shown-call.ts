const SECRETS = ['api_key', 'chatfuel_token', 'x-api-key'];
const MASK = '••••••';
const LONGEST_ANSWER = 600;

/** A request between the bot, its platform and the service, as it may be shown: nobody can read its secrets. */
export type ShownCall = {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** Name and value of each query parameter and header worth showing. */
  readonly pairs: readonly (readonly [string, string])[];
  /** Null where no answer came, or none yet. */
  readonly status: number | null;
  /** The answer's body, or why there is none; may be empty, and is cut where it is long. */
  readonly answer: string;
};

/** Hides what is secret in a call, and cuts its answer. */
export const shownCall = (call: ShownCall): ShownCall => ({
  ...call,
  pairs: call.pairs.map(([name, value]) => [name, SECRETS.includes(name.toLowerCase()) ? MASK : value]),
  answer: call.answer.length > LONGEST_ANSWER ? `${call.answer.slice(0, LONGEST_ANSWER)}…` : call.answer,
});
