import { type Finding, fault, fine, warning } from '../../app/finding.ts';
import { type Instant, instant } from '../../kernel/instant.ts';
import { openGeo } from '../geo.ts';

const CHECK = 'places';
const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;
const OLD_DAYS = 365;

/** How old the table is that finds places for addresses. @param file null: the one that comes as a package. */
export function checkGeoAge(file: string | null, now: Instant): Finding {
  const name = file ?? 'The table that comes along';
  const builtAt = builtAtOrNull(file);
  if (builtAt === null) {
    return fault(CHECK, `${name} cannot be read as an MMDB file.`, 'Correct GEOIP_FILE, or leave it out.');
  }
  const days = Math.floor((now - builtAt) / DAY_MILLISECONDS);
  const found = `${name} of places for addresses is ${days} days old.`;
  return days > OLD_DAYS
    ? warning(CHECK, found, 'Networks move: set GEOIP_FILE to a newer MMDB file, if places matter to you.')
    : fine(CHECK, found);
}

function builtAtOrNull(file: string | null): Instant | null {
  try {
    const [day = ''] = /\d{4}-\d{2}-\d{2}$/.exec(openGeo(file).database) ?? [];
    return instant(Date.parse(day));
  } catch {
    return null;
  }
}
