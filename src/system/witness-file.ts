import { readFileSync } from 'node:fs';
import type { WitnessMemory } from '../app/cosign-checkpoint.ts';
import { parseHash } from '../domain/audit/checkpoint.ts';
import type { TreeHead } from '../domain/audit/merkle-proof.ts';
import { isSize } from '../domain/audit/merkle-tree.ts';
import { toBase64 } from '../kernel/bytes.ts';
import { writePrivateFile } from './write-private-file.ts';

const VERSION = 1;

/**
 * What a witness remembers, as a file of JSON that is replaced whole. This process must be the only one with that file.
 * Null for a file that is not there or is none of a witness: what was forgotten cannot be made up.
 */
export function witnessFile(path: string): WitnessMemory | null {
  const heads = headsIn(path);
  if (heads === null) return null;
  return {
    last: (origin) => heads.get(origin) ?? null,
    async keep(origin, head) {
      const before = heads.get(origin);
      if (before?.size === head.size && toBase64(before.root) === toBase64(head.root)) return;
      // Written first: where that fails, what was seen before still holds.
      write(path, new Map([...heads, [origin, head]]));
      heads.set(origin, head);
    },
  };
}

/** A file for a witness that has seen nothing yet. */
export const beginWitnessFile = (path: string): void => write(path, new Map());

/** Whether a file is one of a witness that has seen nothing yet. */
export const isUnusedWitnessFile = (path: string): boolean => headsIn(path)?.size === 0;

function write(path: string, heads: ReadonlyMap<string, TreeHead>): void {
  const logs = [...heads].map(([origin, { size, root }]) => ({ origin, size, root: toBase64(root) }));
  writePrivateFile(path, `${JSON.stringify({ version: VERSION, logs }, null, 2)}\n`);
}

function headsIn(path: string): Map<string, TreeHead> | null {
  let file: unknown;
  try {
    file = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
  if (typeof file !== 'object' || file === null || !('version' in file) || file.version !== VERSION)
    return null;
  if (!('logs' in file) || !Array.isArray(file.logs)) return null;
  const heads = new Map<string, TreeHead>();
  for (const each of file.logs as readonly unknown[]) {
    const log = headIn(each);
    if (log === null || heads.has(log.origin)) return null;
    heads.set(log.origin, log.head);
  }
  return heads;
}

function headIn(value: unknown): { readonly origin: string; readonly head: TreeHead } | null {
  if (typeof value !== 'object' || value === null) return null;
  if (!('origin' in value) || !('size' in value) || !('root' in value)) return null;
  const { origin, size, root: encoded } = value;
  const root = typeof encoded === 'string' ? parseHash(encoded) : null;
  if (typeof origin !== 'string' || typeof size !== 'number' || !isSize(size) || root === null) return null;
  return { origin, head: { size, root } };
}
