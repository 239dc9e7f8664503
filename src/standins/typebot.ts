import {
  type StandInAnswer,
  type StandInCall,
  type StandInOptions,
  type StandInServer,
  startStandInServer,
} from './stand-in-server.ts';

export type TypebotStandInOptions = StandInOptions & {
  readonly token: string;
  readonly typebotId: string;
  readonly blockId: string;
  /** Results whose session waits in the block. */
  readonly waiting: ReadonlySet<string>;
};

/** Speaks Typebot's call that lets a waiting session go on, with its errors. */
export const startTypebotStandIn = (options: TypebotStandInOptions): Promise<StandInServer> =>
  startStandInServer(options, (call) => answerTo(call, options));

function answerTo(call: StandInCall, options: TypebotStandInOptions): StandInAnswer {
  const route = /^\/api\/v1\/typebots\/([^/]+)\/blocks\/([^/]+)\/results\/([^/]+)\/executeWebhook$/;
  const [, typebot, block, result = ''] = route.exec(call.path) ?? [];
  if (call.headers['authorization'] !== `Bearer ${options.token}`) return error(401, 'Unauthorized');
  if (typebot !== options.typebotId) return error(404, 'Typebot not found');
  if (block !== options.blockId) return error(404, 'Webhook block not found');
  if (!options.waiting.has(decodeURIComponent(result))) return error(404, 'No chat session found');
  return { status: 200, body: { message: 'OK' } };
}

const error = (status: number, message: string): StandInAnswer => ({ status, body: { message } });
