import type { Node } from 'oxc-parser';
import { type Fault, faultAt, type SourceFile } from './source-file.ts';
import { type Place, placesIn } from './syntax-tree.ts';

const CLOCK_AND_CHANCE = new Set(['crypto', 'performance']);
const SURROUNDINGS = new Set([
  'Buffer',
  'Promise',
  'Worker',
  'clearImmediate',
  'clearInterval',
  'clearTimeout',
  'console',
  'fetch',
  'global',
  'globalThis',
  'process',
  'queueMicrotask',
  'setImmediate',
  'setInterval',
  'setTimeout',
]);

/**
 * What keeps a file's functions from being functions of their arguments alone.
 *
 * In `domain`: a clock, chance, anything asynchronous, and Node's globals. In `app`: a clock and chance, which
 * arrive through ports. Other rooms may have them all.
 */
export function purityFaults(files: readonly SourceFile[]): readonly Fault[] {
  return files.flatMap((file) => {
    const isDomain = file.path.startsWith('src/domain/');
    if (!isDomain && !file.path.startsWith('src/app/')) return [];
    const faults: Fault[] = [];
    for (const place of placesIn(file.program)) {
      const problem = clockOrChance(place) ?? (isDomain ? waitingOrSurroundings(place) : null);
      if (problem !== null) faults.push(faultAt(file, place.node, problem));
    }
    return faults;
  });
}

function clockOrChance(place: Place): string | null {
  const name = nameUsed(place);
  if (name === null) return null;
  if (CLOCK_AND_CHANCE.has(name)) return `uses ${name}: time and chance arrive as arguments`;
  if (name === 'Date' && !isHarmlessDate(place)) return 'reads the clock: time arrives as an argument';
  if (name === 'Math' && !isMemberOtherThan(place, 'random'))
    return 'throws dice: chance arrives as an argument';
  if (name === 'Temporal' && !isMemberOtherThan(place, 'Now'))
    return 'reads the clock: time arrives as an argument';
  return null;
}

function waitingOrSurroundings(place: Place): string | null {
  const { node } = place;
  if (node.type === 'AwaitExpression') return 'awaits: the domain never waits';
  if (node.type === 'ForOfStatement' && node.await) return 'awaits: the domain never waits';
  if (isFunction(node) && node.async) return 'is asynchronous: the domain never waits';
  if (node.type === 'MetaProperty' && node.meta.name === 'import')
    return 'uses import.meta: the domain has no surroundings';
  const name = nameUsed(place);
  return name !== null && SURROUNDINGS.has(name) ? `uses ${name}: the domain has no surroundings` : null;
}

type FunctionNode = Node & { type: 'FunctionDeclaration' | 'FunctionExpression' | 'ArrowFunctionExpression' };

const isFunction = (node: Node): node is FunctionNode =>
  node.type === 'FunctionDeclaration' ||
  node.type === 'FunctionExpression' ||
  node.type === 'ArrowFunctionExpression';

/** The name that stands at this place, when it is a name of something and not of a member or a label. */
function nameUsed({ node, parent, key }: Place): string | null {
  if (node.type !== 'Identifier') return null;
  if (parent === null) return node.name;
  const namesMember =
    (key === 'property' || key === 'key') && !('computed' in parent && parent.computed === true);
  const isForeign = key === 'imported' || key === 'exported' || key === 'label' || key === 'right';
  if (namesMember) return null;
  if (isForeign && parent.type !== 'AssignmentExpression' && !hasOperandOnTheRight(parent)) return null;
  return node.name;
}

const hasOperandOnTheRight = (parent: Node): boolean =>
  'right' in parent && parent.type !== 'TSQualifiedName';

/** `new Date(instant)`, `Date.UTC(…)`, `Date.parse(…)` and the type `Date` tell nothing of now. */
function isHarmlessDate({ parent, key }: Place): boolean {
  if (parent?.type === 'TSTypeReference') return true;
  if (parent?.type === 'NewExpression') return key === 'callee' && parent.arguments.length > 0;
  if (parent?.type !== 'MemberExpression' || key !== 'object' || parent.computed) return false;
  return parent.property.name === 'UTC' || parent.property.name === 'parse';
}

function isMemberOtherThan({ parent, key }: Place, member: string): boolean {
  if (parent?.type === 'TSQualifiedName') return true;
  if (parent?.type !== 'MemberExpression' || key !== 'object' || parent.computed) return false;
  return parent.property.name !== member;
}
