import type { Block, Erased, PrivacyStore, ViewsErasure } from '../../app/privacy-ports.ts';
import type { Client } from '../../domain/challenge/challenge.ts';
import type { ChallengeId } from '../../kernel/ids.ts';
import { blob, challengeId, integer, type Row } from '../columns.ts';
import { readBlocked, readClient, readLogged } from '../rows.ts';
import { writeClient } from './clients.ts';
import type { Database } from './database.ts';
import type { GroupCommit, Job } from './group-commit.ts';
import {
  BLOCK,
  BLOCKED_OF,
  CLIENTS_BEHIND,
  DESTROY_BLOCKED,
  DUE_BLOCKED,
  DUE_CHALLENGES,
  DUE_EVIDENCE,
  ERASE,
  ERASE_ENTRY,
  EVIDENCE_KEY,
  FORGET_CLIENT,
  OF_BLOCKED,
  OF_CLIENT,
  RETIRE,
  SAVE_VIEWS_BELOW,
  VIEWS_BELOW,
} from './privacy-statements.ts';
import { bytes, hexBytes } from './rows-to-write.ts';
import { challengeRow, clientRow } from './touched-rows.ts';

export function privacyStore(database: Database, group: GroupCommit): PrivacyStore {
  return {
    evidenceKey: async (challenge) => {
      const [row] = await database.read(EVIDENCE_KEY, [challenge]);
      return row === undefined ? null : blob(row, 'wrapped_key');
    },
    challengesOf: async (channel, ref) => ids(await database.read(OF_CLIENT, [channel, ref])),
    block: (block) => group.run(blockClient(block)),
    blockedOf: async (channel, ref) => (await database.read(BLOCKED_OF, [channel, ref])).map(readBlocked),
    dueBlocked: async (now, limit) => (await database.read(DUE_BLOCKED, [now, limit])).map(readBlocked),
    challengesOfBlocked: async (number, limit) =>
      (await database.read(OF_BLOCKED, [number, limit])).map(readLogged),
    destroyBlocked: async (number) => (await database.write(DESTROY_BLOCKED, [number])).count === 1,
    dueChallenges: async (before, limit) => ids(await database.read(DUE_CHALLENGES, [before, limit])),
    retire: (challenges) => group.run(retire(challenges)),
    dueEvidence: async (before, limit) =>
      (await database.read(DUE_EVIDENCE, [before, limit])).map(readLogged),
    erase: (erased) => group.run(erase(erased)),
    viewsErasedBelow: async () => {
      const [row] = await database.read(VIEWS_BELOW, []);
      return row === undefined ? 0 : integer(row, 'below_index');
    },
    eraseViews: (erasure) => group.run(eraseViews(erasure)),
    idleClients: async (after, limit) => {
      const given = [after?.channel ?? '', after?.ref ?? '', limit];
      const found = await database.read(CLIENTS_BEHIND, given);
      const last = found.length < limit ? undefined : found.at(-1);
      return {
        clients: found.filter((row) => row['has_challenges'] === false).map(readClient),
        next: last === undefined ? null : readClient(last),
      };
    },
    forgetClients: (clients) => group.run(forgetClients(clients)),
    // What was erased stays in the server's files until it cleans up by itself: nothing here can hurry that.
    scrub: async () => true,
  };
}

const blockClient = ({ client, at, eraseAt, successor, audit }: Block): Job<'blocked' | 'conflict'> => ({
  touches: [
    clientRow(client.channel, client.ref),
    ...audit.flatMap(({ draft }) => touchedBy(draft.challenge)),
  ],
  ask: (guards) => {
    guards.askClient(client.channel, client.ref);
    for (const { draft } of audit) guards.askEntries(draft.challenge);
  },
  write: (guards, rows, log) => {
    if (guards.clientVersion(client.channel, client.ref) !== client.version) return 'conflict';
    const { channel, ref } = client;
    const row = {
      channel,
      ref: hexBytes(ref),
      wrapped_key: bytes(client.wrappedKey),
      blocked_at: at,
      erase_at: eraseAt,
    };
    for (const each of BLOCK) rows.add(each, row);
    if (successor === null) rows.add(FORGET_CLIENT, row);
    else writeClient(rows, client.version, successor);
    for (const entry of audit) log.append(entry);
    return 'blocked';
  },
});

const retire = (challenges: readonly ChallengeId[]): Job<void> => ({
  touches: challenges.map(challengeRow),
  ask: () => undefined,
  write: (_guards, rows) => {
    for (const challenge of challenges) {
      for (const each of RETIRE) rows.add(each, { challenge });
    }
  },
});

const erase = (erased: readonly Erased[]): Job<number> => ({
  touches: erased.map(({ challenge }) => challengeRow(challenge)),
  ask: (guards) => {
    for (const { challenge, entry } of erased) {
      guards.askPast(challenge);
      guards.askEntries(entry.draft.challenge);
    }
  },
  write: (guards, rows, log) => {
    const left = erased.filter(({ challenge }) => guards.isPast(challenge));
    for (const { challenge, entry } of left) {
      for (const each of ERASE) rows.add(each, { challenge });
      log.append(entry);
    }
    return left.length;
  },
});

const VIEWS_ROW = 'retention views';

const eraseViews = ({ indexes, from, belowIndex, audit }: ViewsErasure): Job<boolean> => ({
  touches: [VIEWS_ROW, ...audit.flatMap(({ draft }) => touchedBy(draft.challenge))],
  ask: (guards) => {
    guards.askViews();
    for (const { draft } of audit) guards.askEntries(draft.challenge);
  },
  write: (guards, rows, log) => {
    if (guards.viewsErasedBelow !== from) return false;
    for (const index of indexes) rows.add(ERASE_ENTRY, { entry_index: index });
    rows.add(SAVE_VIEWS_BELOW, { below_index: belowIndex });
    for (const entry of audit) log.append(entry);
    return true;
  },
});

const forgetClients = (clients: readonly Client[]): Job<number> => ({
  touches: clients.map(({ channel, ref }) => clientRow(channel, ref)),
  ask: (guards) => {
    for (const { channel, ref } of clients) guards.askClient(channel, ref);
  },
  write: (guards, rows) => {
    const same = clients.filter(
      ({ channel, ref, version }) => guards.clientVersion(channel, ref) === version,
    );
    for (const { channel, ref } of same) rows.add(FORGET_CLIENT, { channel, ref: hexBytes(ref) });
    return same.length;
  },
});

const touchedBy = (challenge: ChallengeId | null): readonly string[] =>
  challenge === null ? [] : [challengeRow(challenge)];

const ids = (rows: readonly Row[]): readonly ChallengeId[] => rows.map((row) => challengeId(row, 'id'));
