import { type Node, type Program, parseSync, visitorKeys } from 'oxc-parser';

/** A place in a syntax tree: the node, and how it hangs there. The root has neither parent nor key. */
export type Place = { readonly node: Node; readonly parent: Node | null; readonly key: string };

/** @throws SyntaxError when the text is no TypeScript module. */
export function parseTypeScript(path: string, text: string): Program {
  const { program, errors } = parseSync(path, text, { lang: 'ts', sourceType: 'module' });
  const [error] = errors;
  if (error !== undefined) throw new SyntaxError(`${path}: ${error.message}`);
  return program;
}

/** Every node below and with `root`, parents before children, in the order of the text. */
export function* placesIn(root: Node): Generator<Place> {
  yield* placesBelow({ node: root, parent: null, key: '' });
}

function* placesBelow(place: Place): Generator<Place> {
  yield place;
  // The parser's own table names the members that hold children, so they can be read by name.
  const members = place.node as unknown as Readonly<Record<string, unknown>>;
  for (const key of visitorKeys[place.node.type] ?? []) {
    const child = members[key];
    for (const node of Array.isArray(child) ? child : [child]) {
      if (isNode(node)) yield* placesBelow({ node, parent: place.node, key });
    }
  }
}

// Whatever the table names is a node, a list of nodes and holes, or null.
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

/** The 1-based line on which the character at `offset` stands. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
