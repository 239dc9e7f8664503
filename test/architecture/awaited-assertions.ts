import { type Fault, faultAt, type SourceFile } from './source-file.ts';
import { placesIn } from './syntax-tree.ts';

/** Assertions about a promise that nobody waits for: the test ends, and passes, before they can fail. */
export function unawaitedAssertionFaults(files: readonly SourceFile[]): readonly Fault[] {
  return files.flatMap((file) => {
    const faults: Fault[] = [];
    for (const { node } of placesIn(file.program)) {
      if (node.type !== 'ExpressionStatement' || node.expression.type !== 'CallExpression') continue;
      const { callee } = node.expression;
      if (callee.type !== 'MemberExpression' || callee.computed) continue;
      if (callee.property.name === 'rejects' || callee.property.name === 'doesNotReject') {
        faults.push(faultAt(file, node, `does not await ${callee.property.name}()`));
      }
    }
    return faults;
  });
}
