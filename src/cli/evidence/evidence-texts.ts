import type { EntryType } from '../../domain/audit/entry-type.ts';
import type { PrivateName } from '../../domain/audit/private-fields.ts';
import type { Reason, Verdict } from '../../domain/challenge/lifecycle.ts';

/** Everything that the page for people says, in one language. */
export type EvidenceTexts = {
  /** BCP 47. */
  readonly tag: string;
  readonly title: string;
  readonly codeCaption: string;
  readonly footer: (of: {
    readonly challenge: string;
    readonly page: number;
    readonly pages: number;
  }) => string;
  readonly verdict: Readonly<
    Record<Verdict | 'pending', { readonly headline: string; readonly meaning: string }>
  >;
  readonly reason: Readonly<Record<Reason, string>>;
  readonly section: Readonly<
    Record<
      | 'verdict'
      | 'parties'
      | 'timeline'
      | 'questions'
      | 'session'
      | 'delivery'
      | 'integrity'
      | 'check'
      | 'limits',
      string
    >
  >;
  readonly label: Readonly<
    Record<
      | 'challenge'
      | 'decided'
      | 'how'
      | 'business'
      | 'channel'
      | 'issued'
      | 'met'
      | 'wording'
      | 'userAgentRead'
      | 'deviceLanguages'
      | 'deviceScreen'
      | 'deviceTimeZone'
      | 'origin'
      | 'size'
      | 'root'
      | 'keys'
      | 'witnesses'
      | 'timestamp'
      | 'entry',
      string
    >
  >;
  readonly field: Readonly<Record<Exclude<PrivateName, 'device' | 'questions'>, string>>;
  readonly state: Readonly<Record<'unknown' | 'withheld' | 'blocked' | 'erased' | 'never' | 'none', string>>;
  readonly event: Readonly<Record<EntryType, string>>;
  readonly met: Readonly<Record<'yes' | 'no' | 'notAnswered', string>>;
  readonly question: (of: { readonly number: number }) => string;
  readonly approximate: string;
  readonly claimed: string;
  readonly stamped: (of: { readonly at: string; readonly by: string }) => string;
  readonly delivery: (of: {
    readonly connector: string;
    readonly event: string;
    readonly status: string;
    readonly attempts: number;
  }) => string;
  readonly interim: string;
  readonly howToCheck: readonly string[];
  readonly limits: readonly string[];
};
