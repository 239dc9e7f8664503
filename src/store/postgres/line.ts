import { StoreUnavailable } from '../../app/store-ports.ts';
import { StoreRefused } from '../store-refused.ts';
import { Connection } from './connection.ts';
import { unavailable } from './postgres-errors.ts';

/**
 * One session that comes back: opened when it is first needed, and anew after it was lost. Callers that come while it
 * is being opened share the attempt.
 */
export class Line {
  readonly #url: string;
  #opening: Promise<Connection> | null = null;
  #current: Connection | null = null;
  #closed = false;

  constructor(url: string) {
    this.#url = url;
  }

  async connection(): Promise<Connection> {
    if (this.#closed) throw new StoreUnavailable('the database was closed');
    if (this.#current?.usable) return this.#current;
    this.#opening ??= this.#open().finally(() => {
      this.#opening = null;
    });
    return await this.#opening;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#opening?.catch(() => null);
    await this.#current?.close();
  }

  async #open(): Promise<Connection> {
    try {
      this.#current = await Connection.open(this.#url);
      return this.#current;
    } catch (error) {
      // What would stop a start is, once running, something that may pass: a standby that is about to be promoted.
      throw error instanceof StoreRefused ? unavailable(error) : error;
    }
  }
}
