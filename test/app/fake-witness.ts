import assert from 'node:assert/strict';
import { CheckpointWitness, type WitnessMemory } from '../../src/app/cosign-checkpoint.ts';
import { openNotary } from '../../src/app/notary.ts';
import type { Witness, WitnessAnswer } from '../../src/app/vouchers.ts';
import type { TreeHead } from '../../src/domain/audit/merkle-proof.ts';
import { keyPair } from '../domain/audit/log-keys.ts';
import type { TestService } from './service-for-tests.ts';

export type FakeWitness = Witness & {
  readonly asked: string[];
  readonly heads: Map<string, TreeHead>;
  /** What it answers in the place of what a witness would. */
  instead: ((answer: WitnessAnswer) => WitnessAnswer | Promise<WitnessAnswer>) | null;
};

/** A witness of our own making, without the network in between. */
export async function fakeWitness(service: TestService, name = 'witness.example/w'): Promise<FakeWitness> {
  const notary = await openNotary(service);
  assert.ok(notary !== null);
  const heads = new Map<string, TreeHead>();
  const memory: WitnessMemory = {
    last: (origin) => heads.get(origin) ?? null,
    keep: async (origin, head) => void heads.set(origin, head),
  };
  const { signer, verifier } = keyPair(name, 'cosignature');
  const own = new CheckpointWitness({ logs: [notary.identity], signer, memory, clock: service.clock });
  const asked: string[] = [];
  const fake: FakeWitness = {
    verifier,
    asked,
    heads,
    instead: null,
    async addCheckpoint(body) {
      asked.push(body);
      const outcome = await own.add(body);
      const answer: WitnessAnswer =
        outcome.type === 'cosigned'
          ? { type: 'cosigned', lines: outcome.line }
          : 'known' in outcome
            ? { type: 'other_size', size: outcome.known }
            : { type: 'failed', error: outcome.type };
      return fake.instead === null ? answer : await fake.instead(answer);
    },
  };
  return fake;
}
