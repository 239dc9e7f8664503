import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const ROOT = join(import.meta.dirname, '..', '..');

/** Every context that the code derives a key for, as often as it stands there. */
function contextsInCode(): readonly string[] {
  const files = readdirSync(join(ROOT, 'src'), { recursive: true, withFileTypes: true });
  return files
    .filter((file) => file.isFile() && file.name.endsWith('.ts'))
    .map((file) => readFileSync(join(file.parentPath, file.name), 'utf8'))
    .flatMap((text) => [...text.matchAll(/deriveKey\(\w+, '([^']+)'\)/g)].map(([, context = '']) => context))
    .toSorted();
}

test('each use of the secret has a key of its own, by a context that stands once in the code and in the decision', () => {
  const contexts = contextsInCode();
  assert.deepEqual(contexts, [...new Set(contexts)]);
  const decision = readFileSync(join(ROOT, 'docs/adr/0029-replacing-the-secret.md'), 'utf8');
  const [, listed = ''] = /\*\*Contexts\.\*\* `countersign\/v1\/` and: ([^.]+)\./.exec(decision) ?? [];
  const named = [...listed.matchAll(/`([\w-]+)`/g)].map(([, name]) => `countersign/v1/${name}`);
  assert.deepEqual(contexts, named.toSorted());
});

test('nothing derives a key but by such a context', () => {
  const files = readdirSync(join(ROOT, 'src'), { recursive: true, withFileTypes: true });
  for (const file of files.filter((each) => each.isFile() && each.name.endsWith('.ts'))) {
    const text = readFileSync(join(file.parentPath, file.name), 'utf8');
    for (const [call] of text.matchAll(/deriveKey\([^)]*\)/g)) {
      assert.match(call, /'countersign\/v1\/|secret: Uint8Array, context/, `${file.name}: ${call}`);
    }
  }
});
