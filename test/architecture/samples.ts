import { describeFault, type Fault, type SourceFile, sourceFile } from './source-file.ts';

/** Files in memory, from path to text. */
export function samples(texts: Readonly<Record<string, string>>): readonly SourceFile[] {
  return Object.entries(texts).map(([path, text]) => sourceFile(path, text));
}

/** `path:line message` of each. */
export const described = (faults: readonly Fault[]): readonly string[] => faults.map(describeFault);
