import type { StoredAuditEntry } from '../app/log-ports.ts';
import { keyOf, openDisclosures } from '../app/sealed.ts';
import type { Service } from '../app/service.ts';
import type { EntryType } from '../domain/audit/entry-type.ts';
import { type LogEntry, parseLogEntry } from '../domain/audit/log-entry.ts';
import type { DeviceField, PrivateFields } from '../domain/audit/private-fields.ts';
import type { LogLine } from '../standins/chat/chat-state.ts';

const ENTRIES_AT_ONCE = 100;

const WHAT: Readonly<Partial<Record<EntryType, LogLine['what']>>> = {
  'challenge.created': 'asked',
  'challenge.previewed': 'previewed',
  'challenge.viewed': 'opened',
  'challenge.decided': 'decided',
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
  { index, bytes, sealedDisclosures }: StoredAuditEntry,
): Promise<LogLine | null> {
  const entry = parseLogEntry(bytes);
  if (!entry.ok || entry.value.challenge === null || entry.value.evidence === null) return null;
  const { challenge, evidence } = entry.value;
  const stored = await store.challenges.byId(challenge);
  if (stored === null || sealedDisclosures === null) return null;
  const { fields } = openDisclosures(vault, keyOf(vault, stored.client), evidence, sealedDisclosures);
  return logLine(index, entry.value, fields);
}

const logLine = (index: number, entry: LogEntry, fields: PrivateFields): LogLine => ({
  index,
  at: entry.time,
  clientId: fields.client_id,
  what: WHAT[entry.type] ?? 'other',
  verdict: entry.outcome,
  reason: entry.reason === null ? null : entry.reason.replaceAll('_', ' '),
  address: fields.address,
  place: placeText(fields),
  userAgent: fields.user_agent,
  languages: fields.device?.languages.join(', ') ?? fields.accept_language,
  screen: fields.device === null ? null : screenText(fields.device),
});

function placeText({ place, country }: PrivateFields): string | null {
  const names = [place?.city ?? null, place?.region ?? null, country].filter((name) => name !== null);
  return names.length === 0 ? null : `${names.join(', ')} (approximate)`;
}

function screenText(device: DeviceField): string | null {
  const screen = sizeText(...device.screen);
  const window = sizeText(...device.window);
  if (screen === null) return null;
  return window === null ? screen : `${screen}, window ${window}`;
}

const sizeText = (width: number | null, height: number | null): string | null =>
  width === null || height === null ? null : `${width} × ${height}`;
