import { type Finding, fine, warning } from '../../app/finding.ts';

const CHECK = 'Node';
/** The first release with the security fixes of October 2026. */
const SAFE = [26, 13] as const;

/** @param version such as `26.13.0`. */
export function checkNodeRelease(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isSafe = major > SAFE[0] || (major === SAFE[0] && minor >= SAFE[1]);
  return isSafe
    ? fine(CHECK, `It is ${version}.`)
    : warning(
        CHECK,
        `It is ${version}, which lacks security fixes.`,
        `Run the official Node ${SAFE.join('.')} or newer.`,
      );
}
