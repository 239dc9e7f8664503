import type { Log, Notice, Notices } from '../../app/ports.ts';
import { channelId, parseId } from '../../kernel/ids.ts';
import type { Connection, Statement } from './connection.ts';
import type { Line } from './line.ts';

const CHANNEL = 'countersign';

const LISTEN = `LISTEN ${CHANNEL}`;

const NOTIFY: Statement = {
  name: 'notices-notify',
  text: `SELECT pg_notify('${CHANNEL}', payload) FROM unnest($1::text[]) AS payload`,
};

/** PostgreSQL takes payloads below 8,000 bytes; a notice has about a hundred. */
const NOTICES_IN_A_PAYLOAD = 40;

const RETRY_MILLISECONDS = 1000;

export type PostgresNotices = Notices & {
  /** Resolves when this instance hears the others, the first time. */
  readonly ready: Promise<void>;
  close(): Promise<void>;
};

/**
 * Notices between instances, by LISTEN and NOTIFY of the server; within this one they arrive in the turn in which they
 * are published. What is published in one turn goes out together, since the server lets one NOTIFY commit at a time.
 * While the session is lost, notices are missed, which everybody who listens must bear.
 */
export function postgresNotices(line: Line, log: Log): PostgresNotices {
  const listeners = new Set<(notice: Notice) => void>();
  let waiting: Notice[] = [];
  let closed = false;
  let retry: NodeJS.Timeout | undefined;

  const tell = (notice: Notice): void => {
    for (const listener of listeners) listener(notice);
  };

  const send = async (): Promise<void> => {
    const notices = waiting;
    waiting = [];
    const payloads: string[] = [];
    for (let from = 0; from < notices.length; from += NOTICES_IN_A_PAYLOAD) {
      payloads.push(JSON.stringify(notices.slice(from, from + NOTICES_IN_A_PAYLOAD)));
    }
    try {
      await (await line.connection()).run(NOTIFY, [payloads]);
    } catch (error) {
      if (!closed) log.warn({ err: error }, 'other instances could not be told; they look by themselves');
    }
  };

  const listen = async (): Promise<Connection> => {
    const connection = await line.connection();
    connection.listen((payload, session) => {
      if (session !== connection.session) for (const notice of readNotices(payload)) tell(notice);
    });
    connection.whenLost(() => {
      if (!closed) retry = setTimeout(keepListening, RETRY_MILLISECONDS);
    });
    await connection.script(LISTEN);
    return connection;
  };

  const keepListening = (): void => {
    listen().catch(() => {
      if (!closed) retry = setTimeout(keepListening, RETRY_MILLISECONDS);
    });
  };

  const ready = listen().then(
    () => undefined,
    (error: unknown) => {
      log.warn({ err: error }, 'other instances are not heard yet; trying again');
      keepListening();
    },
  );

  return {
    ready,
    publish(notice) {
      tell(notice);
      if (waiting.push(notice) === 1) setImmediate(() => void send());
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      closed = true;
      clearTimeout(retry);
      await line.close();
    },
  };
}

/** What another instance published; anything else in a payload is passed over. */
function readNotices(payload: string): readonly Notice[] {
  const parsed = parseJson(payload);
  return Array.isArray(parsed) ? parsed.flatMap((value: unknown) => readNotice(value) ?? []) : [];
}

function readNotice(value: unknown): Notice | null {
  if (typeof value !== 'object' || value === null) return null;
  // Any object may be asked for any member; what comes is unknown.
  const { type, challenge, channel } = value as Readonly<Record<string, unknown>>;
  const id = typeof challenge === 'string' ? parseId('challenge', challenge) : null;
  if (id === null) return null;
  if (type === 'delivery') return { type, challenge: id };
  if (typeof channel !== 'string' || (type !== 'verdict' && type !== 'due')) return null;
  return { type, challenge: id, channel: channelId(channel) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
