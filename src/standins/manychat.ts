import { jsonBody } from './answers.ts';
import {
  type StandInAnswer,
  type StandInCall,
  type StandInOptions,
  type StandInServer,
  secondLimit,
  startStandInServer,
} from './stand-in-server.ts';

export type ManychatStandInOptions = StandInOptions & {
  readonly token: string;
  /** Custom fields that the account has: others are a validation error. */
  readonly fields: readonly string[];
};

const FIELDS_PER_SECOND = 10;

/** Speaks the two calls of ManyChat's API that set custom fields and start a flow, with their errors and limit. */
export function startManychatStandIn(options: ManychatStandInOptions): Promise<StandInServer> {
  const withinLimit = secondLimit(FIELDS_PER_SECOND, options.now ?? Date.now);
  return startStandInServer(options, (call) => answerTo(call, options, withinLimit));
}

function answerTo(
  call: StandInCall,
  { token, fields }: ManychatStandInOptions,
  withinLimit: () => boolean,
): StandInAnswer {
  if (call.headers['authorization'] !== `Bearer ${token}`) return error(401, 'Wrong token');
  const body = jsonBody(call);
  if (typeof body['subscriber_id'] !== 'number') return invalid('subscriber_id must be an integer');
  if (call.path === '/fb/subscriber/setCustomFields') {
    if (!withinLimit()) return error(429, 'Too many requests');
    const given: unknown[] = Array.isArray(body['fields']) ? body['fields'] : [];
    const unknown = given.find((field) => !fields.some((name) => hasName(field, name)));
    return unknown === undefined ? success() : invalid('Field with this name does not exist');
  }
  if (call.path === '/fb/sending/sendFlow') {
    return /^content\w+$/.test(String(body['flow_ns'])) ? success() : invalid('Flow does not exist');
  }
  return error(404, 'Not found');
}

const hasName = (field: unknown, name: string): boolean =>
  typeof field === 'object' && field !== null && 'field_name' in field && field.field_name === name;

const success = (): StandInAnswer => ({ status: 200, body: { status: 'success' } });
const error = (status: number, message: string): StandInAnswer => ({
  status,
  body: { status: 'error', message },
});
const invalid = (message: string): StandInAnswer => ({
  status: 400,
  body: { status: 'error', message: 'Validation error', details: { messages: [{ message }] } },
});
