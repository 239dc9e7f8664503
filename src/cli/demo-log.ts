import type { StoredAuditEntry } from '../app/ports.ts';
import { keyOf, openEvidence } from '../app/sealed.ts';
import type { Service } from '../app/service.ts';
import type { Device, Place, PrivateEvidence } from '../domain/audit/entry.ts';
import type { LogLine } from '../standins/chat/chat-state.ts';

const ENTRIES_AT_ONCE = 100;

const WHAT: Readonly<Record<StoredAuditEntry['type'], LogLine['what']>> = {
  'challenge.created': 'asked',
  'challenge.previewed': 'previewed',
  'challenge.viewed': 'opened',
  'challenge.decided': 'decided',
  'client.unlocked': 'other',
};

/**
 * Reads the audit log with what is sealed in it opened, for the demo's own eyes. Each call answers all lines so far
 * and reads only what is new. Entries that concern no challenge are left out.
 */
export function openedLog(service: Pick<Service, 'store' | 'vault'>): () => Promise<readonly LogLine[]> {
  let lines: readonly LogLine[] = [];
  let next = 0;
  let reading: Promise<readonly LogLine[]> | null = null;

  const readOn = async (): Promise<readonly LogLine[]> => {
    const query = { challenge: null, fromIndex: next, limit: ENTRIES_AT_ONCE };
    const entries = await service.store.audit.entries(query);
    const opened = await Promise.all(entries.map((entry) => openedLine(service, entry)));
    lines = [...lines, ...opened.filter((line) => line !== null)];
    next += entries.length;
    return lines;
  };

  return () => {
    reading ??= readOn().finally(() => {
      reading = null;
    });
    return reading;
  };
}

async function openedLine(
  { store, vault }: Pick<Service, 'store' | 'vault'>,
  entry: StoredAuditEntry,
): Promise<LogLine | null> {
  const { challenge: id, sealedEvidence } = entry;
  const stored = id === null ? null : await store.challenges.byId(id);
  if (id === null || stored === null || sealedEvidence === null) return null;
  return logLine(entry, openEvidence(vault, keyOf(vault, stored.client), id, sealedEvidence));
}

const logLine = (entry: StoredAuditEntry, evidence: PrivateEvidence): LogLine => ({
  index: entry.index,
  at: entry.at,
  clientId: evidence.clientId,
  what: WHAT[entry.type],
  verdict: entry.verdict,
  reason: entry.reason === null ? null : entry.reason.replaceAll('_', ' '),
  address: evidence.address,
  place: evidence.place === null ? null : placeText(evidence.place),
  userAgent: evidence.userAgent,
  languages: evidence.device?.languages.join(', ') ?? evidence.acceptLanguage,
  screen: evidence.device === null ? null : screenText(evidence.device),
});

function placeText({ city, region, country }: Place): string | null {
  const names = [city, region, country].filter((name) => name !== null);
  return names.length === 0 ? null : `${names.join(', ')} (approximate)`;
}

function screenText(device: Device): string | null {
  const screen = sizeText(device.screenWidth, device.screenHeight);
  const viewport = sizeText(device.viewportWidth, device.viewportHeight);
  if (screen === null) return null;
  return viewport === null ? screen : `${screen}, window ${viewport}`;
}

const sizeText = (width: number | null, height: number | null): string | null =>
  width === null || height === null ? null : `${width} × ${height}`;
