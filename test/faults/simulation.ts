import assert from 'node:assert/strict';
import { answerChallenge } from '../../src/app/answer-challenge.ts';
import { cancelChallenge } from '../../src/app/cancel-challenge.ts';
import { createChallenge } from '../../src/app/create-challenge.ts';
import { deliverDue } from '../../src/app/deliver-due.ts';
import { expireChallenges } from '../../src/app/expire-challenges.ts';
import type { Connector, DeliveryMessage } from '../../src/app/ports.ts';
import { StoreUnavailable } from '../../src/app/store-ports.ts';
import { viewChallenge } from '../../src/app/view-challenge.ts';
import type { SendOutcome } from '../../src/domain/delivery/delivery.ts';
import { sha256 } from '../../src/kernel/digest.ts';
import type { ChallengeId } from '../../src/kernel/ids.ts';
import { KeyedStream } from '../../src/kernel/keyed-stream.ts';
import { formFor, tokenOf } from '../app/challenge-journey.ts';
import { NOBODY, requestFor, type TestService } from '../app/service-for-tests.ts';
import { ModelledChallenge } from './challenge-model.ts';
import { type Fate, flakyStore, isJourneyWrite } from './flaky-store.ts';
import type { Oracle } from './oracle.ts';

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
const STEPS = 12;

type Known = { readonly id: ChallengeId; readonly token: string; readonly model: ModelledChallenge };

/**
 * One client's random history, drawn from a seed: asks, views, right and wrong and broken answers, cancellations,
 * sweeps, deliveries to a platform with bad days, a clock that runs and jumps, and a store that fails in pairs.
 * A model goes along; at the end all is looked at, by it and by the oracle.
 */
export class Simulation {
  readonly #sound: TestService;
  readonly #flaky: TestService;
  readonly #oracle: Oracle;
  readonly #chance: KeyedStream;
  readonly #client: string;
  readonly #known: Known[] = [];
  readonly #told = new Map<ChallengeId, DeliveryMessage['event'][]>();
  #faultsOn = true;

  /** @param oracle over the same service, for all histories in it. */
  constructor(service: TestService, oracle: Oracle, seed: number) {
    this.#sound = service;
    this.#oracle = oracle;
    this.#chance = new KeyedStream(sha256(`history ${seed}`));
    const fate = (operation: string) => (isJourneyWrite(operation) ? this.#fate() : 'done');
    this.#flaky = { ...service, store: flakyStore(service.store, fate) };
    this.#client = `client ${seed}`;
  }

  async run(): Promise<void> {
    for (let step = 0; step < STEPS; step++) await this.#step();
    this.#faultsOn = false;
    await this.#settleEverything();
    for (const challenge of this.#known) await this.#check(challenge);
    const acknowledged = new Map(this.#known.map(({ id }) => [id, null]));
    await this.#oracle.verify({ acknowledged, told: this.#told }, { settled: true });
  }

  async #step(): Promise<void> {
    const newest = this.#known.at(-1);
    switch (this.#chance.below(10)) {
      case 0:
      case 1:
        return await this.#ask();
      case 2:
        return await this.#view(newest);
      case 3:
        return await this.#answer(newest, 'right');
      case 4:
        return await this.#answer(newest, 'wrong');
      case 5:
        return await this.#answerBroken(newest);
      case 6:
        return await this.#cancel(newest);
      case 7:
        return await this.#sweep();
      case 8:
        return await this.#deliver();
      default:
        return this.#moveClock();
    }
  }

  async #ask(): Promise<void> {
    const before = this.#known.filter(({ model }) => model.mayBePending);
    const outcome = await orUnknown(
      createChallenge(this.#flaky, this.#flaky.channel, requestFor(this.#client)),
    );
    const stored = outcome === 'unknown' || outcome.type === 'created';
    if (stored) for (const { model } of before) this.#supersede(model, outcome !== 'unknown');
    if (outcome === 'unknown' || outcome.type !== 'created') return;
    const { id, expiresAt } = outcome.challenge;
    this.#known.push({ id, token: tokenOf(outcome.challenge), model: new ModelledChallenge(expiresAt) });
  }

  #supersede(model: ModelledChallenge, sure: boolean): void {
    model.ends(this.#isOver(model) ? 'expired' : 'canceled', sure);
  }

  async #view(known: Known | undefined): Promise<void> {
    if (known === undefined) return;
    const outcome = await viewChallenge(this.#flaky, known.token, NOBODY, this.#chance.below(2) === 0);
    assert.notEqual(outcome.type, 'unknown');
    if (outcome.type === 'pending') known.model.isSeen('pending');
    if (outcome.type === 'gone' && !this.#isOver(known.model)) known.model.isSeen(outcome.view.verdict);
  }

  async #answer(known: Known | undefined, kind: 'right' | 'wrong'): Promise<void> {
    if (known === undefined || !(await this.#isStoredPending(known))) return;
    const form = await formFor(this.#sound, known.token, kind);
    const outcome = await orUnknown(answerChallenge(this.#flaky, known.token, form, NOBODY));
    if (outcome !== 'unknown' && outcome.type === 'locked') return;
    const verdict = kind === 'right' ? 'passed' : 'failed';
    known.model.ends(this.#isOver(known.model) ? 'expired' : verdict, outcome !== 'unknown');
    if (outcome !== 'unknown') {
      assert.ok(outcome.type === 'decided' || outcome.type === 'gone');
      known.model.isSeen(outcome.view.verdict);
    }
  }

  async #answerBroken(known: Known | undefined): Promise<void> {
    if (known === undefined) return;
    const outcome = await orUnknown(answerChallenge(this.#flaky, known.token, new Map(), NOBODY));
    if (this.#isOver(known.model)) known.model.ends('expired', outcome !== 'unknown');
    else if (outcome !== 'unknown' && outcome.type === 'invalid') known.model.isSeen('pending');
  }

  async #cancel(known: Known | undefined): Promise<void> {
    if (known === undefined) return;
    const outcome = await orUnknown(cancelChallenge(this.#flaky, this.#flaky.channel, known.id));
    known.model.ends(this.#isOver(known.model) ? 'expired' : 'canceled', outcome !== 'unknown');
  }

  async #sweep(): Promise<void> {
    const outcome = await orUnknown(expireChallenges(this.#flaky));
    for (const { model } of this.#known) {
      if (this.#isOver(model)) model.ends('expired', outcome !== 'unknown');
    }
  }

  async #deliver(): Promise<void> {
    const attempts = await orUnknown(
      deliverDue(this.#flaky, { channel: this.#flaky.channel.id, connector: this.#platform() }, 100, NEVER),
    );
    if (attempts !== 'unknown') await Promise.all(attempts);
  }

  #moveClock(): void {
    const { clock } = this.#sound;
    const kind = this.#chance.below(8);
    if (kind === 0) clock.jump(HOUR);
    else if (kind === 1) clock.jump(-HOUR);
    else clock.jump(this.#chance.below(70_000));
  }

  #platform(): Connector {
    return {
      name: 'chatfuel',
      requestsPerSecond: null,
      events: this.#sound.channel.tells,
      sendsLink: false,
      send: async (message) => this.#takeMessage(message),
    };
  }

  /** The platform takes it, or not, or takes it and the answer is lost. */
  #takeMessage(message: DeliveryMessage): SendOutcome {
    const lost: SendOutcome = { type: 'retry', error: 'no answer came', retryAfterSeconds: null };
    const luck = this.#faultsOn ? this.#chance.below(4) : 0;
    if (luck === 1) return lost;
    const told = this.#told.get(message.challenge) ?? [];
    this.#told.set(message.challenge, [...told, message.event]);
    return luck === 2 ? lost : { type: 'accepted' };
  }

  /** Time passes until nothing is pending any more and everything was told. */
  async #settleEverything(): Promise<void> {
    for (let round = 0; round < 20; round++) {
      this.#sound.clock.jump(DAY + HOUR);
      await this.#sweep();
      await this.#deliver();
    }
  }

  async #check({ id, model }: Known): Promise<void> {
    const stored = await this.#sound.store.challenges.byId(id);
    assert.ok(stored !== null, `${id} was acknowledged and is not stored`);
    const { status } = stored.challenge.lifecycle;
    model.isSeen(status);
    assert.notEqual(status, 'pending');
  }

  #isOver(model: ModelledChallenge): boolean {
    return this.#sound.clock.now() >= model.expiresAt;
  }

  async #isStoredPending(known: Known): Promise<boolean> {
    const stored = await this.#sound.store.challenges.byId(known.id);
    return stored?.challenge.lifecycle.status === 'pending';
  }

  #fate(): Fate {
    if (!this.#faultsOn) return 'done';
    const luck = this.#chance.below(12);
    if (luck === 0) return 'failed_not_stored';
    return luck === 1 ? 'failed_but_stored' : 'done';
  }
}

const NEVER = new AbortController().signal;

async function orUnknown<T>(work: Promise<T>): Promise<T | 'unknown'> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof StoreUnavailable) return 'unknown';
    throw error;
  }
}
