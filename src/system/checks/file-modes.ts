import { statSync } from 'node:fs';
import { type Finding, fault, fine, warning } from '../../app/finding.ts';

export type PrivateFile = {
  readonly path: string;
  /** Whether what is in it opens or pretends something: then others who can read it are a fault, and not a warning. */
  readonly secret: boolean;
};

const CHECK = 'file modes';
const OTHERS = 0o077;

/** Whether files that are the owner's alone are kept so. Files that are not there are no concern of this. */
export function checkFileModes(files: readonly PrivateFile[]): readonly Finding[] {
  const modes = files.flatMap((file) => {
    const mode = modeOf(file.path);
    return mode === null ? [] : [{ ...file, mode }];
  });
  const open = modes.filter(({ mode }) => (mode & OTHERS) !== 0);
  if (open.length === 0) {
    return [fine(CHECK, `${modes.length} files and folders are for their owner alone.`)];
  }
  return open.map(({ path, mode, secret }) =>
    (secret ? fault : warning)(
      CHECK,
      `${path} can be read or changed by others than its owner (mode ${mode.toString(8)}).`,
      `Run: chmod go= ${path}`,
    ),
  );
}

function modeOf(path: string): number | null {
  // Windows keeps rights in another way, and shows a mode that says nothing.
  if (process.platform === 'win32') return null;
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? null : stats.mode & 0o777;
}
