import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { countersign, LEAST_SETTINGS, serving, workingDirectory } from './command-line.ts';

test('a service whose secret is another one does not start, and says what to do', async (context) => {
  const directory = workingDirectory(context);
  await (await serving(context, directory, LEAST_SETTINGS)).stop();
  const settings = { ...LEAST_SETTINGS, SECRET_KEY: 'A'.repeat(43) };
  const refused = await countersign(directory, settings, 'serve');
  assert.equal(refused.status, 1);
  assert.match(refused.complaint, /^countersign: SECRET_KEY is not the one that this database belongs to/m);
});

test('a secret in the settings is printed, and no file is made', async (context) => {
  const directory = workingDirectory(context);
  const settings = { ...LEAST_SETTINGS, SECRET_KEY: `${'A'.repeat(42)}E` };
  const made = await countersign(directory, settings, 'secret', 'new');
  assert.match(made.output, /^[\w-]{43}\n$/);
  assert.match(made.complaint, /SECRET_KEY_PREVIOUS/);
  assert.equal(existsSync(join(directory, 'data')), false);
  const same = { ...settings, SECRET_KEY_PREVIOUS: settings['SECRET_KEY'] ?? '' };
  const refused = await countersign(directory, same, 'clients', 'show', 'ana');
  assert.match(refused.complaint, /SECRET_KEY_PREVIOUS.*must be another one/);
  assert.doesNotMatch(refused.complaint, /AAAAE/);
});
