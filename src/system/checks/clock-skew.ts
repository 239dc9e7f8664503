import { type Finding, fault, fine, warning } from '../../app/finding.ts';
import type { Clock } from '../../app/ports.ts';
import { askHead } from './ask-head.ts';

const CHECK = 'clock';

/** A Date header has whole seconds, and is made somewhat before it is sent. */
const UNAVOIDABLE_SECONDS = 2;
/** Half of the shortest life of a link. */
const HARMFUL_SECONDS = 5;

/** This machine's clock beside the one that `url` answers with in its Date header (RFC 9110 section 6.6.1). */
export async function checkClock(url: URL, clock: Clock): Promise<Finding> {
  const before = clock.now();
  const answer = await askHead(url);
  const after = clock.now();
  const date = Date.parse(answer.type === 'answered' ? (answer.headers.get('date') ?? '') : '');
  if (Number.isNaN(date)) {
    const why = answer.type === 'answered' ? 'named no time' : `was not reached: ${answer.error}`;
    return warning(
      CHECK,
      `The time could not be compared: ${url.host} ${why}.`,
      'Check the connection, and run this again.',
    );
  }
  // The header was cut to whole seconds: on average it is half a second early.
  const skew = ((before + after) / 2 - (date + 500)) / 1000;
  const found = `This machine's clock is ${Math.abs(skew).toFixed(1)} s ${skew < 0 ? 'behind' : 'ahead of'} that of ${url.host}.`;
  const todo = 'Set the clock by the network: with systemd, timedatectl set-ntp true.';
  // When in this time the header was made is not known: a slow network says nothing about a clock.
  const certain = Math.abs(skew) - (after - before) / 2000;
  if (certain <= UNAVOIDABLE_SECONDS) return fine(CHECK, found);
  return certain <= HARMFUL_SECONDS ? warning(CHECK, found, todo) : fault(CHECK, found, todo);
}
