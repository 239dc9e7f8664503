import assert from 'node:assert/strict';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type ChallengeId, parseId } from '../../src/kernel/ids.ts';
import { openSqliteStore } from '../../src/store/sqlite/store.ts';
import { countersign, LEAST_SETTINGS, serving, workingDirectory } from './command-line.ts';

const HEADERS = { 'x-api-key': LEAST_SETTINGS['API_KEY'] ?? '', 'content-type': 'application/json' };

async function create(apiUrl: string, client: string): Promise<string> {
  const body = JSON.stringify({ client_id: client, facts: { date_of_birth: '1980-02-03' } });
  const response = await fetch(`${apiUrl}/v1/challenges`, { method: 'POST', headers: HEADERS, body });
  assert.equal(response.status, 201);
  // Of the API's own form; a wrong one finds no challenge below.
  const { id } = (await response.json()) as { readonly id: string };
  return id;
}

function challengeOf(text: string): ChallengeId {
  const id = parseId('challenge', text);
  assert.ok(id !== null);
  return id;
}

test('a backup that is taken under load and put back holds everything that was acknowledged before it', async (context) => {
  const directory = workingDirectory(context);
  const service = await serving(context, directory, { LOG_LEVEL: 'error' });
  const acknowledged: string[] = [];
  let loading = true;
  const load = Array.from({ length: 4 }, async (_, lane) => {
    for (let nth = 0; loading; nth++)
      acknowledged.push(await create(service.apiUrl, `client-${lane}-${nth}`));
  });
  while (acknowledged.length < 50) await new Promise((resolve) => setTimeout(resolve, 20));
  const before = [...acknowledged];
  const made = await countersign(directory, LEAST_SETTINGS, 'backup', 'copy.db');
  const verified = await countersign(directory, LEAST_SETTINGS, 'audit', 'verify');
  loading = false;
  await Promise.all(load);
  assert.equal(made.status, 0, made.complaint);
  assert.match(made.output, /^copy\.db holds the database .* \d+ challenges\. It was checked\.\n/);
  assert.equal(verified.status, 0, verified.complaint);
  assert.match(verified.output, /^The log localhost\S+ holds: [\d,]+ entries, from /);
  assert.match(made.output, /The secret key is in data\/countersign\.key\. Without that key/);
  assert.equal(statSync(join(directory, 'copy.db')).mode & 0o777, 0o600);

  const early = await countersign(directory, LEAST_SETTINGS, 'restore', 'copy.db', '--force');
  assert.equal(early.status, 1);
  assert.match(early.complaint, /^countersign: Another countersign process already serves /);
  const late = await create(service.apiUrl, 'after-the-backup');
  await service.stop();

  const refused = await countersign(directory, LEAST_SETTINGS, 'restore', 'copy.db');
  assert.match(refused.complaint, /^countersign: There is a database at .* already: add --force .*\n$/);
  const restored = await countersign(directory, LEAST_SETTINGS, 'restore', 'copy.db', '--force');
  assert.equal(restored.status, 0, restored.complaint);
  assert.match(restored.output, /What was there before is .*\.before-\d{8}T\d{6}Z\.\nThe secret key fits\./);
  assert.ok(readdirSync(join(directory, 'data')).some((name) => name.includes('.before-')));

  const store = await openSqliteStore({ path: join(directory, 'data', 'countersign.db'), serving: true });
  for (const id of before) assert.notEqual(await store.challenges.byId(challengeOf(id)), null);
  assert.equal(await store.challenges.byId(challengeOf(late)), null);
  await store.close();
  // The log's checkpoint outside of the database knows what came after the backup.
  const cut = await countersign(directory, LEAST_SETTINGS, 'audit', 'verify');
  assert.equal(cut.status, 1);
  assert.match(cut.complaint, /The log does not hold\. Entry \d+ and those behind it are missing/);
  await assert.rejects(serving(context, directory, {}), /an older copy of the database was put back/);
  const accepted = await countersign(directory, LEAST_SETTINGS, 'audit', 'accept');
  assert.equal(accepted.status, 0, accepted.complaint);
  assert.match(accepted.output, /^The log goes on with \d+ entries as /);
  const again = await serving(context, directory, {});
  await create(again.apiUrl, 'after-the-restore');
  await again.stop();
  const sound = await countersign(directory, LEAST_SETTINGS, 'audit', 'verify');
  assert.equal(sound.status, 0, sound.complaint);
  assert.match(sound.output, /At entry \d+ an operator accepted a log that had lost entries/);
});

test('a backup that lacks nothing is put back without a word, and the log holds before the start and after it', async (context) => {
  const directory = workingDirectory(context);
  const service = await serving(context, directory, {});
  await create(service.apiUrl, 'somebody');
  await service.stop();
  assert.equal((await countersign(directory, LEAST_SETTINGS, 'backup', 'copy.db')).status, 0);
  const restored = await countersign(directory, LEAST_SETTINGS, 'restore', 'copy.db', '--force');
  assert.equal(restored.status, 0, restored.complaint);
  assert.match(restored.output, /countersign audit verify/);
  const verified = await countersign(directory, LEAST_SETTINGS, 'audit', 'verify');
  assert.equal(verified.status, 0, verified.complaint);
  assert.match(verified.output, /The checkpoint outside the database, \S+, goes with it\./);
  const again = await serving(context, directory, {});
  await create(again.apiUrl, 'somebody else');
  await again.stop();
});

test('a backup that is restored beside another secret key is told of, since nothing in it opens', async (context) => {
  const directory = workingDirectory(context);
  const service = await serving(context, directory, {});
  await create(service.apiUrl, 'somebody');
  await countersign(directory, LEAST_SETTINGS, 'backup', 'copy.db');
  await service.stop();
  rmSync(join(directory, 'data'), { recursive: true });
  const { status, complaint } = await countersign(directory, LEAST_SETTINGS, 'restore', 'copy.db');
  assert.equal(status, 1);
  assert.match(
    complaint,
    /^countersign: The secret key does not open this database\. .*Put the one back .*\n$/,
  );
});

test('a backup where no database is, or to a place that cannot be written, is refused in one line', async (context) => {
  const directory = workingDirectory(context);
  const none = await countersign(directory, LEAST_SETTINGS, 'backup', 'copy.db');
  assert.match(none.complaint, /^countersign: There is no database at \.\/data\/countersign\.db .*\n$/);
  assert.equal(existsSync(join(directory, 'copy.db')), false);
  const service = await serving(context, directory, {});
  const nowhere = await countersign(directory, LEAST_SETTINGS, 'backup', 'none/copy.db');
  assert.equal(nowhere.status, 1);
  assert.match(nowhere.complaint, /^countersign: none\/copy\.db: ENOENT.* Nothing was changed\.\n$/);
  await service.stop();
});
