import type { Hash, NodePosition, ReadNode } from '../domain/audit/merkle-tree.ts';
import type { AuditStore } from './log-ports.ts';

/** Reads nodes of the stored tree at once, and gives them out one by one. @throws StoreUnavailable */
export async function nodeReader(
  audit: Pick<AuditStore, 'nodes'>,
  positions: readonly NodePosition[],
): Promise<ReadNode> {
  const hashes = await audit.nodes(positions);
  const byPosition = new Map(positions.map((position, place) => [nameOf(position), hashes[place]]));
  return (position): Hash => {
    const hash = byPosition.get(nameOf(position));
    if (hash === undefined) throw new Error('a proof needs a node that its plan does not name');
    return hash;
  };
}

const nameOf = ({ level, index }: NodePosition): string => `${level}/${index}`;
