import { type DeliveryService, deliverDue, type Route } from '../app/deliver-due.ts';
import type { DeliveryStore } from '../app/store-ports.ts';
import type { Delivery } from '../domain/delivery/delivery.ts';
import { Pace } from './pace.ts';
import type { Timer } from './timer.ts';

/** Attempts under way at once in one channel: what one platform that hangs can hold. */
const MAX_UNDER_WAY = 25;

/** The longest that a lane sleeps: finds what no notice told of. */
const POLL_MILLISECONDS = 1000;

/** The shortest, so that a store and a clock that disagree cannot make it spin. */
const MIN_SLEEP_MILLISECONDS = 5;

const FIRST_BACK_OFF_MILLISECONDS = 250;
const MAX_BACK_OFF_MILLISECONDS = 10_000;

export type LaneService = DeliveryService & {
  readonly store: { readonly deliveries: Pick<DeliveryStore, 'nextDue'> };
};

/**
 * The deliveries of one channel, one after another as they fall due and several at once. Each channel has a lane of
 * its own, with its own attempts under way and its own pace, so that none waits for another's platform.
 */
export class Lane {
  readonly #service: LaneService;
  readonly #route: Route;
  readonly #timer: Timer;
  readonly #pace: Pace;
  readonly #abort = new AbortController();
  readonly #underWay = new Set<Promise<void>>();
  readonly #ended: Promise<void>;
  #stopping = false;
  #failures = 0;
  /** A wake that came while the lane was not asleep. */
  #woken = false;
  #endSleep: (() => void) | null = null;

  /** Begins at once. */
  constructor(service: LaneService, route: Route, timer: Timer) {
    this.#service = service;
    this.#route = route;
    this.#timer = timer;
    this.#pace = new Pace(route.connector.requestsPerSecond);
    this.#ended = this.#run();
  }

  /** Looks for due deliveries now. */
  wake(): void {
    this.#woken = true;
    this.#endSleep?.();
  }

  /** Takes no more, and resolves when what is under way has ended; after the grace it is cut short, to be tried again. */
  async stop(graceMilliseconds: number): Promise<void> {
    this.#stopping = true;
    this.wake();
    const cancel = this.#timer(graceMilliseconds, () => this.#abort.abort());
    await this.#ended;
    await Promise.all(this.#underWay);
    cancel();
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      this.#woken = false;
      const pause = await this.#turnSafely();
      if (pause > 0) await this.#sleep(pause);
    }
  }

  /** One turn. A failing store, or a fault of ours, ends this turn and never the lane. */
  async #turnSafely(): Promise<number> {
    try {
      const pause = await this.#turn();
      this.#failures = 0;
      return pause;
    } catch (error) {
      const backOff = Math.min(FIRST_BACK_OFF_MILLISECONDS * 2 ** this.#failures, MAX_BACK_OFF_MILLISECONDS);
      this.#failures += 1;
      const fields = { channel: this.#route.channel, failures: this.#failures, err: error };
      this.#service.log.error(fields, 'due deliveries could not be claimed; trying again soon');
      return backOff;
    }
  }

  /** Begins what is due and fits. @returns for how many milliseconds there is nothing to do. @throws StoreUnavailable */
  async #turn(): Promise<number> {
    const { clock, store } = this.#service;
    const now = clock.now();
    // The end of an attempt wakes a full lane.
    if (this.#full()) return POLL_MILLISECONDS;
    const room = Math.min(MAX_UNDER_WAY - this.#underWay.size, this.#pace.free(now));
    if (room <= 0) return this.#pace.wait(now);

    const begun = await deliverDue(this.#service, this.#route, room, this.#abort.signal);
    this.#pace.take(begun.length, now);
    for (const attempt of begun) this.#track(attempt);
    if (begun.length === room) return 0;

    const next = await store.deliveries.nextDue(this.#route.channel);
    const wait = next === null ? POLL_MILLISECONDS : next - clock.now();
    return Math.min(Math.max(wait, MIN_SLEEP_MILLISECONDS), POLL_MILLISECONDS);
  }

  #track(attempt: Promise<Delivery | null>): void {
    const ended = attempt
      .catch((error: unknown) => {
        this.#service.log.error({ channel: this.#route.channel, err: error }, 'an attempt ended in a fault');
        return null;
      })
      .then((delivery) => {
        const wasFull = this.#full();
        this.#underWay.delete(ended);
        if (wasFull || delivery?.status === 'pending') this.wake();
      });
    this.#underWay.add(ended);
  }

  #full(): boolean {
    return this.#underWay.size >= MAX_UNDER_WAY;
  }

  #sleep(milliseconds: number): Promise<void> {
    if (this.#woken) return Promise.resolve();
    return new Promise((resolve) => {
      const end = () => {
        cancel();
        this.#endSleep = null;
        resolve();
      };
      const cancel = this.#timer(milliseconds, end);
      this.#endSleep = end;
    });
  }
}
