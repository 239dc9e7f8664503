import { VERIFY_FLOW } from './balance-flows.ts';
import { type Attributes, type FlowRun, type Flows, playFlow } from './flow.ts';
import { type LinkPreview, linkPreview } from './link-preview.ts';
import type { ShownCall } from './shown-call.ts';
import { jsonRequest } from './web-request.ts';

export type Message = {
  /** Counted from 1 within the conversation. */
  readonly id: number;
  readonly from: 'person' | 'bot';
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly preview: LinkPreview | null;
};

/** Messages and requests that are kept, the newest ones. */
const KEPT = 200;

const GREETING = 'Hello! I look after your vault. Write “balance” to see what it holds.';
const USER_ID = 'chatfuel user id';

/** One person's chat with the bot, from the bot's greeting on. */
export class Conversation {
  /** How the platform names the person. */
  readonly clientId: string;
  readonly #flows: Flows;
  readonly #changed: () => void;
  readonly #attributes: Attributes;
  readonly #opened = new Set<number>();
  #openedAgain = false;
  #messages: readonly Message[] = [];
  #requests: readonly ShownCall[] = [];
  #lastId = 0;
  #turn: Promise<void> = Promise.resolve();

  /** @param changed called after each change of what can be read here. */
  constructor(clientId: string, flows: Flows, changed: () => void) {
    this.clientId = clientId;
    this.#flows = flows;
    this.#changed = changed;
    this.#attributes = new Map([[USER_ID, clientId]]);
    this.#write('bot', GREETING);
  }

  get messages(): readonly Message[] {
    return this.#messages;
  }

  /** What the bot asked of others, oldest first. */
  get requests(): readonly ShownCall[] {
    return this.#requests;
  }

  /** Whether a link that had been opened was opened again after the bot went on. */
  get openedAgain(): boolean {
    return this.#openedAgain;
  }

  /** The person writes. Resolves when the bot has said all that it has to say to it. */
  hear(text: string): Promise<void> {
    this.#write('person', text);
    if (/\bbalance\b/iu.test(text)) return this.#play(VERIFY_FLOW);
    return this.#inTurn(async () => {
      this.#write('bot', 'I know one thing only: what your vault holds. Write “balance” to see it.');
    });
  }

  /** The platform starts a flow, with attributes set before its first step. A flow of an unknown name does nothing. */
  start(flow: string, attributes: Readonly<Record<string, string>>): Promise<void> {
    return this.#play(flow, attributes);
  }

  /** The person has opened the link of a message. */
  open(messageId: number): void {
    const wentOn = this.#messages.some(({ id, from }) => from === 'bot' && id > messageId);
    if (wentOn && this.#opened.has(messageId)) this.#openedAgain = true;
    this.#opened.add(messageId);
    this.#changed();
  }

  #play(flow: string, attributes: Readonly<Record<string, string>> = {}): Promise<void> {
    return this.#inTurn(async () => {
      for (const [name, value] of Object.entries(attributes)) this.#attributes.set(name, value);
      await playFlow(this.#flows, flow, this.#run());
    });
  }

  /** One flow at a time, so that no two of them write into one another's attributes. */
  #inTurn(action: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(action);
    return this.#turn;
  }

  #run(): FlowRun {
    return {
      attributes: this.#attributes,
      say: (text) => this.#write('bot', text),
      request: async (url, headers) => {
        const { answer, shown } = await jsonRequest(url, headers);
        this.#requests = [...this.#requests, shown].slice(-KEPT);
        this.#changed();
        return answer;
      },
    };
  }

  #write(from: Message['from'], text: string): void {
    this.#lastId += 1;
    const message: Message = { id: this.#lastId, from, text, at: Date.now(), preview: null };
    this.#messages = [...this.#messages, message].slice(-KEPT);
    this.#changed();
    const [link] = from === 'bot' ? (/https?:\/\/\S+/u.exec(text) ?? []) : [];
    if (link !== undefined) void this.#addPreview(message.id, link);
  }

  async #addPreview(messageId: number, link: string): Promise<void> {
    const preview = await linkPreview(link);
    if (preview === null) return;
    this.#messages = this.#messages.map((message) =>
      message.id === messageId ? { ...message, preview } : message,
    );
    this.#changed();
  }
}
