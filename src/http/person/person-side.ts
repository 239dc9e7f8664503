import type { Channel } from '../../app/channel.ts';
import type { AnswerOutcome, DenyOutcome, ViewOutcome, Visitor } from '../../app/person-view.ts';
import type { Clock, Log } from '../../app/ports.ts';
import type { PublishedKeys } from '../../app/published-keys.ts';
import type { FormFields } from '../form.ts';
import type { RequestMetrics } from '../request-metrics.ts';

/** What the person's side is given: its use cases, bound to the service, and what its pages have to know. */
export type PersonSide = {
  /** app/view-challenge.ts. @throws StoreUnavailable */
  readonly view: (token: string, visitor: Visitor, preview: boolean) => Promise<ViewOutcome>;
  /** app/answer-challenge.ts. @throws StoreUnavailable */
  readonly answer: (token: string, fields: FormFields, visitor: Visitor) => Promise<AnswerOutcome>;
  /** app/deny-challenge.ts. @throws StoreUnavailable */
  readonly deny: (token: string, visitor: Visitor) => Promise<DenyOutcome>;
  /** app/published-keys.ts. @throws StoreUnavailable */
  readonly publishedKeys: () => Promise<PublishedKeys | null>;
  /** Every channel: a page that belongs to none leads back to the only one there is. */
  readonly channels: readonly Channel[];
  /** Without a slash at the end. */
  readonly publicUrl: string;
  /** A URI (`mailto:…`, `https://…`) for who finds a weakness, as the operator set it. */
  readonly securityContact: string | null;
  readonly clock: Clock;
  readonly log: Log;
  readonly requestMetrics: RequestMetrics;
};

/** The channel that a page belongs to although no challenge says so; null where there are several. */
export const onlyChannel = ({ channels }: PersonSide): Channel | null =>
  channels.length === 1 ? (channels[0] ?? null) : null;
