import {
  append,
  EMPTY_TREE,
  type Hash,
  leafHash,
  type NodePosition,
  type Tree,
} from '../../../src/domain/audit/merkle-tree.ts';
import { utf8 } from '../../../src/kernel/bytes.ts';

/** A log in memory, which stores what `append` completes and nothing else, as a database would. */
export class GrownLog {
  tree: Tree = EMPTY_TREE;
  readonly #nodes = new Map<string, Hash>();

  add(entry: Uint8Array): this {
    const { tree, completed } = append(this.tree, leafHash(entry));
    for (const { level, index, hash } of completed) this.#nodes.set(`${level}/${index}`, hash);
    this.tree = tree;
    return this;
  }

  readonly node = ({ level, index }: NodePosition): Hash => {
    const hash = this.#nodes.get(`${level}/${index}`);
    if (hash === undefined) throw new Error(`node ${level}/${index} was never stored`);
    return hash;
  };

  /** Of every node, in the order in which they were completed. */
  get positions(): readonly NodePosition[] {
    return [...this.#nodes.keys()].map((position) => {
      const [level, index] = position.split('/').map(Number);
      return { level: level ?? 0, index: index ?? 0 };
    });
  }

  get stored(): number {
    return this.#nodes.size;
  }
}

export const entryAt = (index: number): Uint8Array => utf8(`entry ${index}`);

export function logOf(size: number): GrownLog {
  const log = new GrownLog();
  for (let index = 0; index < size; index++) log.add(entryAt(index));
  return log;
}
