import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { ChallengeId } from '../../src/kernel/ids.ts';
import { openSqliteStore } from '../../src/store/sqlite/store.ts';
import { checkpointFile } from '../../src/system/checkpoint-file.ts';
import { secretKeyFromFile } from '../../src/system/secret-key.ts';
import { type BegunLog, begunLog } from '../app/begun-log.ts';
import { serviceForTests, type TestService } from '../app/service-for-tests.ts';

/** A working directory as a stopped service leaves it, for commands to be run in. */
export type EvidenceFolder = {
  readonly path: string;
  readonly database: string;
  readonly checkpoint: string;
  /** Opens the service's parts, and closes them. */
  opened<T>(work: (service: TestService, log: BegunLog) => Promise<T>): Promise<T>;
};

/** @param work leaves something in the log. @returns what it answers, and where it is. */
export async function evidenceFolder(
  context: TestContext,
  work: (service: TestService, log: BegunLog) => Promise<ChallengeId>,
): Promise<EvidenceFolder & { readonly id: ChallengeId }> {
  const path = mkdtempSync(join(tmpdir(), 'countersign-evidence-'));
  context.after(() => rmSync(path, { recursive: true, force: true }));
  const database = join(path, 'data', 'countersign.db');
  const checkpoint = join(path, 'data', 'countersign.checkpoint');
  const folder: EvidenceFolder = {
    path,
    database,
    checkpoint,
    async opened(later) {
      const secret = secretKeyFromFile(join(path, 'data', 'countersign.key'));
      const store = await openSqliteStore({ path: database, serving: false });
      try {
        const service = await serviceForTests(context, { store, secret });
        return await later(service, await begunLog(service, checkpointFile(checkpoint)));
      } finally {
        await store.close();
      }
    },
  };
  return { ...folder, id: await folder.opened(work) };
}
