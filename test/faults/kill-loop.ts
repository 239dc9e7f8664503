import { join } from 'node:path';
import { type ChatfuelStandIn, startChatfuelStandIn } from '../../src/standins/chatfuel.ts';
import { isNetworkFailure, livesThrough, type Way } from './journey.ts';
import { OutsideOfChatfuel } from './outside.ts';
import { KEY, ServedProcess } from './served-process.ts';
import { untilAllTold, verifyDatabase } from './verify-served.ts';

const JOURNEYS_AT_ONCE = 4;
/** The kill falls anywhere in the journeys, which take some tens of milliseconds each. */
const LONGEST_LIFE_MILLISECONDS = 250;
const BOT = { botId: 'bot-1', token: 'token-1' };
const WAYS: readonly Way[] = ['right', 'wrong', 'right', 'deny', 'right', 'cancel'];

/** What became of a service that was killed over and over. */
export type KillReport = {
  readonly kills: number;
  /** Challenges whose making was acknowledged, and those of them whose verdict was too. */
  readonly challenges: number;
  readonly verdicts: number;
  /** Verdicts that the platform took, and how many copies of them it took besides. */
  readonly told: number;
  readonly copies: number;
  /** From the start of the process to its first answer, and from there until nothing that the kill left is still to be told. */
  readonly startMilliseconds: readonly number[];
  readonly repairMilliseconds: readonly number[];
};

/**
 * Runs `countersign serve` and kills it with SIGKILL at another instant of its journeys each time, then has everything
 * looked at by the oracle. Every other time it is left alone until it has told what the kill before left.
 * @throws where anything that was acknowledged is lost, or anything stored does not agree.
 */
export async function killOverAndOver(kills: number, progress: (done: number) => void): Promise<KillReport> {
  const chatfuel = await startChatfuelStandIn({ ...BOT, requestsPerSecond: null });
  const outside = new OutsideOfChatfuel(chatfuel);
  const service = await ServedProcess.prepare(settingsFor(chatfuel));
  const startMilliseconds: number[] = [];
  const repairMilliseconds: number[] = [];
  const start = async () => {
    const began = performance.now();
    await service.start();
    startMilliseconds.push(performance.now() - began);
  };
  const repair = async () => {
    const began = performance.now();
    await untilAllTold(service);
    repairMilliseconds.push(performance.now() - began);
  };
  try {
    for (let cycle = 0; cycle < kills; cycle++) {
      await start();
      if (cycle % 2 === 0) await repair();
      // Every part of the longest life has its kill, in no order that the journeys could keep step with.
      const life = (LONGEST_LIFE_MILLISECONDS * ((cycle * 37) % kills)) / kills;
      const killed = new Promise((resolve) => setTimeout(resolve, life)).then(() => service.killNow());
      const journeys = Array.from({ length: JOURNEYS_AT_ONCE }, (_, nth) =>
        journeysUntilKilled(service, outside, `client ${cycle}-${nth}`, cycle + nth),
      );
      await Promise.all([killed, ...journeys]);
      progress(cycle + 1);
    }
    await start();
    await repair();
    await service.stop();
    await verifyDatabase(join(service.folder, 'data', 'countersign.db'), outside);
  } finally {
    await service.stop();
    await chatfuel.close();
    service.remove();
  }
  const verdicts = [...outside.acknowledged.values()].filter((verdict) => verdict !== null).length;
  const took = [...outside.told.values()].reduce((sum, words) => sum + words.length, 0);
  return {
    kills,
    challenges: outside.acknowledged.size,
    verdicts,
    told: outside.told.size,
    copies: took - outside.told.size,
    startMilliseconds,
    repairMilliseconds,
  };
}

const settingsFor = (chatfuel: ChatfuelStandIn) => ({
  CHATFUEL_TOKEN: BOT.token,
  CHATFUEL_BOT_ID: BOT.botId,
  CHATFUEL_API_URL: chatfuel.url,
  CHALLENGE_TTL_SECONDS: '600',
});

/** Lives through journeys until the service is gone, and notes what it acknowledged on the way. */
async function journeysUntilKilled(
  service: ServedProcess,
  outside: OutsideOfChatfuel,
  client: string,
  firstWay: number,
): Promise<void> {
  try {
    for (let nth = 0; ; nth++) {
      const way = WAYS[(firstWay + nth) % WAYS.length] ?? 'right';
      await livesThrough({ apiUrl: service.apiUrl, key: KEY }, outside, `${client}-${nth}`, way);
    }
  } catch (error) {
    // What a killed server leaves of a request; anything else is a finding.
    if (!isNetworkFailure(error)) throw error;
  }
}
