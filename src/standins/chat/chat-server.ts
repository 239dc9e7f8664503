import { type FastifyInstance, fastify } from 'fastify';
import type { ChatfuelCall } from '../chatfuel.ts';
import { type BalanceBot, balanceFlows } from './balance-flows.ts';
import { type ChatState, chatState, type LogLine } from './chat-state.ts';
import { Conversation } from './conversation.ts';
import { Listeners } from './listeners.ts';
import { PAGE_HEADERS, pageFiles } from './page-files.ts';
import type { Person } from './person.ts';

const LONGEST_MESSAGE = 500;
const LOG_READ_EVERY_MILLISECONDS = 300;

export type ChatOptions = {
  /** 0: any that is free. */
  readonly port: number;
  readonly person: Person;
  readonly seconds: number;
};

/** What the chat needs of the rest of the demo. */
export type Backend = Pick<BalanceBot, 'apiUrl' | 'apiKey'> & {
  /** What the stand-in for the bot platform was sent so far, oldest first. */
  calls(): readonly ChatfuelCall[];
  /** The log's lines, oldest first. */
  log(): Promise<readonly LogLine[]>;
};

export type Chat = {
  /** Where its page is: `http://localhost:…`. */
  readonly url: string;
  /** Brings the bot to life; until then the page is there and the bot does not answer. */
  connect(backend: Backend): void;
  /** The bot platform was told to start a flow for one of its users. */
  startFlow(userId: string, flow: string, attributes: Readonly<Record<string, string>>): void;
  close(): Promise<void>;
};

/**
 * Serves the chat and its bot on the loopback address.
 * @throws where the port is taken (`EADDRINUSE`) or not allowed.
 */
export async function startChat(options: ChatOptions): Promise<Chat> {
  const room = new Room(options);
  const app = fastify({
    forceCloseConnections: true,
    bodyLimit: 16 * 1024,
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false } },
  });
  servePage(app, room);
  const listening = await app.listen({ host: '127.0.0.1', port: options.port });
  const reading = setInterval(() => void room.readLog(), LOG_READ_EVERY_MILLISECONDS);
  return {
    url: `http://localhost:${new URL(listening).port}`,
    connect: (backend) => room.connect(backend),
    startFlow: (userId, flow, attributes) => room.startFlow(userId, flow, attributes),
    close: async () => {
      clearInterval(reading);
      room.listeners.close();
      await app.close();
    },
  };
}

/** The one conversation of the demo, and what is seen beside it. */
class Room {
  readonly listeners = new Listeners(() => this.state());
  readonly #options: ChatOptions;
  #backend: Backend | null = null;
  #log: readonly LogLine[] = [];
  #clients = 1;
  #conversation: Conversation;

  constructor(options: ChatOptions) {
    this.#options = options;
    this.#conversation = this.#newConversation();
  }

  get conversation(): Conversation {
    return this.#conversation;
  }

  state(): ChatState {
    const { person, seconds } = this.#options;
    const calls = this.#backend?.calls() ?? [];
    return chatState(this.#conversation, { person, seconds, calls, log: this.#log });
  }

  connect(backend: Backend): void {
    this.#backend = backend;
    this.#conversation = this.#newConversation();
    this.listeners.tell();
  }

  /** As somebody whom the service has never seen: no failures, no lock. */
  startAfresh(): void {
    this.#clients += 1;
    this.#conversation = this.#newConversation();
    this.listeners.tell();
  }

  startFlow(userId: string, flow: string, attributes: Readonly<Record<string, string>>): void {
    if (userId === this.#conversation.clientId) void this.#conversation.start(flow, attributes);
  }

  async readLog(): Promise<void> {
    if (this.#backend === null || this.listeners.none) return;
    try {
      this.#log = await this.#backend.log();
      this.listeners.tell();
    } catch {
      // The service may be about to end. What was read before stays on the page; the next reading tries again.
    }
  }

  #newConversation(): Conversation {
    const { person, seconds } = this.#options;
    const flows = this.#backend === null ? {} : balanceFlows({ ...this.#backend, person, seconds });
    return new Conversation(`ana-${this.#clients}`, flows, () => this.listeners.tell());
  }
}

function servePage(app: FastifyInstance, room: Room): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(PAGE_HEADERS);
    // A page of another name that was pointed at this machine is none of ours (DNS rebinding).
    if (!['localhost', '127.0.0.1'].includes(request.hostname)) {
      return reply.code(421).type('text/plain').send('This page is served as localhost only.\n');
    }
  });

  for (const { path, type, body } of pageFiles()) {
    app.get(path, (_request, reply) => reply.type(type).send(body));
  }

  app.get('/events', (_request, reply) => {
    reply.hijack();
    room.listeners.add(reply.raw, PAGE_HEADERS);
  });

  // Only JSON is taken, and only as an object, which no form of another site can send.
  const closed = { type: 'object', additionalProperties: false } as const;
  const text = { type: 'string', minLength: 1, maxLength: LONGEST_MESSAGE };
  const said = { ...closed, required: ['text'], properties: { text } };
  app.post<{ Body: { text: string } }>('/say', { schema: { body: said } }, (request, reply) => {
    void room.conversation.hear(request.body.text);
    return reply.code(204).send();
  });

  const opened = { ...closed, required: ['message'], properties: { message: { type: 'integer' } } };
  app.post<{ Body: { message: number } }>('/opened', { schema: { body: opened } }, (request, reply) => {
    room.conversation.open(request.body.message);
    return reply.code(204).send();
  });

  app.post('/afresh', { schema: { body: closed } }, (_request, reply) => {
    room.startAfresh();
    return reply.code(204).send();
  });
}
