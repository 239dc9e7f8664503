import type { AnswerOutcome, DenyOutcome, ViewOutcome, Visitor } from '../../../src/app/person-view.ts';
import type { FormFields } from '../../../src/http/form.ts';
import type { PersonSide } from '../../../src/http/person/person-side.ts';
import { instant } from '../../../src/kernel/instant.ts';
import { OPENED_AT, sampleChannel } from '../../pages/sample-views.ts';

export const TOKEN = 'A1b2C3d4E5f6G7h8I9j0-_';

export type Asked =
  | { readonly type: 'view'; readonly token: string; readonly visitor: Visitor; readonly preview: boolean }
  | {
      readonly type: 'answer';
      readonly token: string;
      readonly fields: FormFields;
      readonly visitor: Visitor;
    }
  | { readonly type: 'deny'; readonly token: string; readonly visitor: Visitor };

/** A person's side whose use cases give what a test wants, and which remembers what it was asked. */
export function fakeSide(
  outcomes: {
    readonly view?: () => ViewOutcome | Promise<ViewOutcome>;
    readonly answer?: () => AnswerOutcome | Promise<AnswerOutcome>;
    readonly deny?: () => DenyOutcome | Promise<DenyOutcome>;
  },
  changes: Partial<PersonSide> = {},
): { readonly side: PersonSide; readonly asked: Asked[]; readonly logged: unknown[] } {
  const asked: Asked[] = [];
  const logged: unknown[] = [];
  const note = (fields: unknown, message: string): void => {
    logged.push({ fields, message });
  };
  const side: PersonSide = {
    view: async (token, visitor, preview) => {
      asked.push({ type: 'view', token, visitor, preview });
      return (await outcomes.view?.()) ?? { type: 'unknown' };
    },
    answer: async (token, fields, visitor) => {
      asked.push({ type: 'answer', token, fields, visitor });
      return (await outcomes.answer?.()) ?? { type: 'unknown' };
    },
    deny: async (token, visitor) => {
      asked.push({ type: 'deny', token, visitor });
      return (await outcomes.deny?.()) ?? { type: 'unknown' };
    },
    publishedKeys: async () => ({
      origin: 'log.example',
      keys: [{ key: 'log.example+1+AQ==', pem: 'PEM', isCurrent: true }],
    }),
    channels: [sampleChannel()],
    publicUrl: 'https://verify.example.test',
    securityContact: null,
    clock: { now: () => instant(OPENED_AT) },
    log: { info: () => undefined, warn: note, error: note },
    requestMetrics: { observe: () => undefined },
    ...changes,
  };
  return { side, asked, logged };
}
