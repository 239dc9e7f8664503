import type { EvidenceReport, FieldState, ReportedEntry } from '../../app/evidence-report.ts';
import type { PrintedDocument, PrintedRow, PrintedSection } from '../../app/printed-document.ts';
import { toBase64 } from '../../kernel/bytes.ts';
import type { Json } from '../../kernel/canonical-json.ts';
import { type Instant, parseRfc3339, toRfc3339 } from '../../kernel/instant.ts';
import type { EvidenceTexts } from './evidence-texts.ts';
import { fieldText, jsonText, memberOf, networkText, placeText } from './field-text.ts';
import type { StampOutcome } from './opened-stamp.ts';
import { readUserAgent } from './read-user-agent.ts';

export type Reader = {
  readonly texts: EvidenceTexts;
  /** IANA name of the zone in which times are told beside UTC. */
  readonly timeZone: string;
};

/** The page for people, in its order: verdict, parties, timeline, questions, session, delivery, integrity, limits. */
export function evidenceDocument(
  report: EvidenceReport,
  stamp: StampOutcome,
  reader: Reader,
): PrintedDocument {
  const { texts } = reader;
  const { headline, meaning } = texts.verdict[report.verdict?.outcome ?? 'pending'];
  return {
    language: texts.tag,
    title: texts.title,
    subject: [report.business, stateText(report.request('purpose'), reader)]
      .filter((part) => part !== null)
      .join(' · '),
    headline,
    meaning,
    code: { text: report.challenge, caption: texts.codeCaption },
    sections: [
      verdictSection(report, reader),
      partiesSection(report, reader),
      timelineSection(report, reader),
      questionsSection(report, reader),
      sessionSection(report, reader),
      deliverySection(report, reader),
      integritySection(report, stamp, reader),
      { title: texts.section.check, rows: [], notes: texts.howToCheck },
      { title: texts.section.limits, rows: [], notes: texts.limits },
    ],
    footer: (page, pages) => texts.footer({ challenge: report.challenge, page, pages }),
  };
}

function verdictSection(
  { challenge, verdict, issued, integrity }: EvidenceReport,
  reader: Reader,
): PrintedSection {
  const { label, reason, section, interim } = reader.texts;
  return {
    title: section.verdict,
    rows: [
      exact(label.challenge, challenge),
      ...(verdict === null
        ? []
        : [timeRow(label.decided, verdict.at, reader), plain(label.how, reason[verdict.reason])]),
      momentRow(label.issued, issued, reader),
    ],
    notes: integrity.isInterim ? [interim] : [],
  };
}

function partiesSection({ business, channel, request }: EvidenceReport, reader: Reader): PrintedSection {
  const { label, section, state, field } = reader.texts;
  const names = ['client_id', 'phone', 'purpose', 'flow'] as const;
  return {
    title: section.parties,
    rows: [
      plain(label.business, business ?? state.unknown),
      plain(label.channel, channel ?? state.unknown),
      ...names.map((name) => plain(field[name], stateText(request(name), reader))),
      ...noteRows(request('metadata'), reader),
      plain(field.locale, namedText('language', request('locale'), reader)),
    ],
    notes: [],
  };
}

/** One row for each, so that a text from right to left does not run into the next. */
function noteRows(metadata: FieldState, reader: Reader): readonly PrintedRow[] {
  const { field } = reader.texts;
  const notes =
    metadata.type === 'disclosed' && metadata.value !== null ? Object.entries(metadata.value) : [];
  if (notes.length === 0) return [plain(field.metadata, stateText(metadata, reader))];
  return notes.map(([name, value], nth) => ({
    ...plain(nth === 0 ? field.metadata : '', jsonText(value)),
    detail: jsonText(name),
  }));
}

const timelineSection = ({ timeline }: EvidenceReport, reader: Reader): PrintedSection => ({
  title: reader.texts.section.timeline,
  rows: timeline.map(({ at, type, outcome }) => ({
    label: localTime(at, reader),
    value:
      outcome === null
        ? reader.texts.event[type]
        : `${reader.texts.event[type]}: ${reader.texts.verdict[outcome].headline}`,
    detail: toRfc3339(at),
    isExact: false,
  })),
  notes: [],
});

function questionsSection({ questions, session }: EvidenceReport, reader: Reader): PrintedSection {
  const { texts } = reader;
  const asked: readonly Json[] =
    questions.type === 'disclosed' && Array.isArray(questions.value) ? questions.value : [];
  const language = plain(texts.field.language, namedText('language', session('language'), reader));
  if (asked.length === 0) {
    const none = questions.type === 'disclosed' ? texts.state.none : stateText(questions, reader);
    return { title: texts.section.questions, rows: [plain(texts.question({ number: 1 }), none)], notes: [] };
  }
  const rows = asked.map((question, nth) => {
    const [kind, wording, met] = [
      memberOf(question, 'kind'),
      memberOf(question, 'wording'),
      memberOf(question, 'met'),
    ];
    const answered = met === null ? texts.met.notAnswered : met === true ? texts.met.yes : texts.met.no;
    return {
      label: texts.question({ number: nth + 1 }),
      value: jsonText(wording ?? kind),
      detail: `${jsonText(kind)} · ${texts.label.met}: ${answered}`,
      isExact: false,
    };
  });
  return { title: texts.section.questions, rows: [...rows, language], notes: [] };
}

function sessionSection({ session }: EvidenceReport, reader: Reader): PrintedSection {
  const { field, label, section, approximate, claimed } = reader.texts;
  const row = (
    name: 'address' | 'network' | 'country' | 'place' | 'place_database' | 'tls' | 'accept_language',
  ) => plain(field[name], sessionText(name, session(name), reader));
  const isKnown = (name: 'country' | 'place') => {
    const state = session(name);
    return state.type === 'disclosed' && state.value !== null;
  };
  const agent = session('user_agent');
  const device = session('device');
  return {
    title: section.session,
    rows: [
      row('address'),
      row('network'),
      { ...row('country'), detail: isKnown('country') ? approximate : null },
      { ...row('place'), detail: isKnown('place') ? approximate : null },
      row('place_database'),
      plain(field.user_agent, stateText(agent, reader)),
      ...(agent.type === 'disclosed' && typeof agent.value === 'string'
        ? [plain(label.userAgentRead, readUserAgent(agent.value) ?? reader.texts.state.unknown)]
        : []),
      row('accept_language'),
      ...deviceRows(device, reader).map((each) => ({ ...each, detail: claimed })),
      row('tls'),
    ],
    notes: [],
  };
}

function deviceRows(device: FieldState, reader: Reader): readonly PrintedRow[] {
  const { label } = reader.texts;
  if (device.type !== 'disclosed' || device.value === null) return [];
  const size = (name: 'screen' | 'window') => {
    const pixels = memberOf(device.value, name);
    return Array.isArray(pixels) ? pixels.map((side) => side ?? '?').join(' × ') : '?';
  };
  return [
    plain(label.deviceLanguages, jsonText(memberOf(device.value, 'languages'))),
    plain(label.deviceScreen, `${size('screen')}, ${size('window')}`),
    plain(label.deviceTimeZone, jsonText(memberOf(device.value, 'time_zone'))),
  ];
}

function deliverySection({ deliveries }: EvidenceReport, reader: Reader): PrintedSection {
  const { section, state, delivery } = reader.texts;
  return {
    title: section.delivery,
    rows:
      deliveries.length === 0
        ? [plain(section.delivery, state.none)]
        : deliveries.map((each) => {
            const told = momentRow('', each.delivered_at ?? each.created_at, reader);
            return { ...told, label: told.value, value: delivery(each) };
          }),
    notes: [],
  };
}

function integritySection(
  { timeline, integrity }: EvidenceReport,
  stamp: StampOutcome,
  reader: Reader,
): PrintedSection {
  const { label, section, state, stamped } = reader.texts;
  const { origin, size, root, keyIds, witnesses } = integrity;
  return {
    title: section.integrity,
    rows: [
      exact(label.origin, origin),
      plain(label.size, size === null ? state.none : String(size)),
      exact(label.root, root === null ? state.none : toBase64(root)),
      exact(label.keys, keyIds.join(', ')),
      plain(
        label.witnesses,
        witnesses.length === 0
          ? state.none
          : witnesses.map(({ name, at }) => `${name} (${toRfc3339(at)})`).join(', '),
      ),
      plain(label.timestamp, 'at' in stamp ? stamped(stamp) : state.none),
      ...timeline.map((entry) => entryRow(entry, reader)),
    ],
    notes: [],
  };
}

const entryRow = ({ index, hash }: ReportedEntry, { texts }: Reader): PrintedRow =>
  exact(`${texts.label.entry} ${index}`, toBase64(hash));

function sessionText(name: string, state: FieldState, reader: Reader): string {
  if (state.type !== 'disclosed' || state.value === null) return stateText(state, reader);
  if (name === 'network') return networkText(state.value);
  if (name === 'country') return namedText('region', state, reader);
  return name === 'place' ? placeText(state.value) : stateText(state, reader);
}

function stateText(state: FieldState, { texts }: Reader): string {
  if (state.type !== 'disclosed') return texts.state[state.type];
  return fieldText(state.value) ?? texts.state.unknown;
}

/** A language or a country by its name, with the tag that it stands for. */
function namedText(type: 'language' | 'region', state: FieldState, reader: Reader): string {
  const tag = stateText(state, reader);
  if (state.type !== 'disclosed' || state.value === null) return tag;
  try {
    const name = new Intl.DisplayNames(reader.texts.tag, { type, fallback: 'none' }).of(tag);
    return name === undefined ? tag : `${name} (${tag})`;
  } catch {
    // Whatever a bot sends as a language may be none.
    return tag;
  }
}

const plain = (label: string, value: string): PrintedRow => ({ label, value, detail: null, isExact: false });
const exact = (label: string, value: string): PrintedRow => ({ label, value, detail: null, isExact: true });

const timeRow = (label: string, at: Instant, reader: Reader): PrintedRow => ({
  label,
  value: localTime(at, reader),
  detail: toRfc3339(at),
  isExact: false,
});

/** A time that the bundle has as a text. */
function momentRow(label: string, moment: string, reader: Reader): PrintedRow {
  const at = parseRfc3339(moment);
  return at === null ? plain(label, jsonText(moment)) : timeRow(label, at, reader);
}

const localTime = (at: Instant, { texts, timeZone }: Reader): string =>
  new Intl.DateTimeFormat(texts.tag, {
    dateStyle: 'medium',
    timeStyle: 'long',
    timeZone,
  }).format(at);
