import { isText, jsonBody } from './answers.ts';
import {
  type StandInAnswer,
  type StandInCall,
  type StandInOptions,
  type StandInServer,
  startStandInServer,
} from './stand-in-server.ts';

export type ChatwootStandInOptions = StandInOptions & {
  readonly token: string;
  readonly accountId: string;
  readonly conversations: ReadonlySet<string>;
};

export type ChatwootStandIn = StandInServer & {
  /** By conversation: what its custom attributes are now. */
  readonly attributes: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
};

/** Speaks Chatwoot's calls that set a conversation's attributes and write into it, with their errors. */
export async function startChatwootStandIn(options: ChatwootStandInOptions): Promise<ChatwootStandIn> {
  const attributes = new Map<string, Readonly<Record<string, unknown>>>();
  const server = await startStandInServer(options, (call) => answerTo(call, options, attributes));
  return { ...server, attributes };
}

function answerTo(
  call: StandInCall,
  options: ChatwootStandInOptions,
  attributes: Map<string, Readonly<Record<string, unknown>>>,
): StandInAnswer {
  if (call.headers['api_access_token'] !== options.token) return error(401, 'Invalid Access Token');
  const route = /^\/api\/v1\/accounts\/(\d+)\/conversations\/(\d+)\/(messages|custom_attributes)$/;
  const [, account, conversation = '', what] = route.exec(call.path) ?? [];
  if (account !== options.accountId || !options.conversations.has(conversation)) {
    return error(404, 'Resource could not be found');
  }
  const body = jsonBody(call);
  if (what === 'messages') {
    return isText(body['content'])
      ? { status: 200, body: { id: 1, content: body['content'] } }
      : error(422, 'Content is missing');
  }
  const given: unknown = body['custom_attributes'];
  // As Chatwoot does: without "merge" all other attributes go.
  const kept = body['merge'] === true ? attributes.get(conversation) : {};
  attributes.set(conversation, { ...kept, ...(typeof given === 'object' ? given : {}) });
  return { status: 200, body: { custom_attributes: attributes.get(conversation) } };
}

const error = (status: number, message: string): StandInAnswer => ({ status, body: { error: message } });
