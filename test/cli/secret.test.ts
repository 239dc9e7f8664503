import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import {
  begun,
  countersign,
  LEAST_SETTINGS,
  type RunningProcess,
  serving,
  workingDirectory,
} from './command-line.ts';

const HEADERS = {
  authorization: `Bearer ${LEAST_SETTINGS['API_KEY']}`,
  'content-type': 'application/json',
};
const CLIENTS = 60;

async function ask({ apiUrl }: RunningProcess, clientId: string): Promise<Response> {
  return await fetch(`${apiUrl}/v1/challenges`, {
    method: 'POST',
    headers: HEADERS,
    body: JSON.stringify({ client_id: clientId, facts: { date_of_birth: '1980-02-03' } }),
  });
}

async function idOf(response: Response): Promise<string> {
  assert.equal(response.status, 201);
  return JSON.parse(await response.text()).id;
}

const read = ({ apiUrl }: RunningProcess, id: string) =>
  fetch(`${apiUrl}/v1/challenges/${id}`, { headers: HEADERS });

/** Asks and reads without a pause until told to stop. @returns what was not answered as it should be. */
function underLoad(service: RunningProcess): () => Promise<{ asked: number; failures: string[] }> {
  const failures: string[] = [];
  let stopped = false;
  let asked = 0;
  const work = (async () => {
    while (!stopped) {
      const made = await ask(service, `loaded ${asked}`);
      asked += 1;
      if (made.status !== 201) {
        failures.push(await made.text());
        continue;
      }
      const again = await read(service, await idOf(made));
      if (again.status !== 200) failures.push(await again.text());
    }
  })();
  return async () => {
    stopped = true;
    await work;
    return { asked, failures };
  };
}

async function withChallenges(context: TestContext, directory: string) {
  const service = await serving(context, directory, LEAST_SETTINGS);
  const ids: string[] = [];
  for (let client = 0; client < CLIENTS; client++)
    ids.push(await idOf(await ask(service, `client ${client}`)));
  await service.stop();
  return ids;
}

test('the secret is replaced while the service answers, also by a run that follows one that was killed', async (context) => {
  const directory = workingDirectory(context);
  const ids = await withChallenges(context, directory);
  const made = await countersign(directory, LEAST_SETTINGS, 'secret', 'new');
  assert.match(made.output, /Restart the service/, made.complaint);
  const early = await countersign(directory, LEAST_SETTINGS, 'secret', 'rotate');
  assert.equal(early.status, 1);
  assert.match(early.complaint, /not started with the new SECRET_KEY yet/);

  const both = await serving(context, directory, LEAST_SETTINGS);
  const stop = underLoad(both);
  const killed = begun(directory, LEAST_SETTINGS, ['secret', 'rotate']);
  setImmediate(() => killed.child.kill('SIGKILL'));
  await killed.ended;
  const rotated = await countersign(directory, LEAST_SETTINGS, 'secret', 'rotate');
  assert.equal(rotated.status, 0, rotated.complaint);
  assert.match(rotated.output, /keys were put under the new secret; all \d+ were opened with it alone/);
  assert.match(rotated.output, /delete .*countersign\.key\.previous/);
  const { asked, failures } = await stop();
  assert.ok(asked > 0);
  assert.deepEqual(failures, []);
  const doctor = await countersign(directory, LEAST_SETTINGS, 'doctor', '--json');
  assert.match(doctor.output, /A previous SECRET_KEY is still accepted/);
  await both.stop();

  rmSync(join(directory, 'data', 'countersign.key.previous'));
  const alone = await serving(context, directory, LEAST_SETTINGS);
  for (const id of ids) assert.equal((await read(alone, id)).status, 200);
  assert.equal((await ask(alone, 'client 1')).status, 201);
  await alone.stop();
});
