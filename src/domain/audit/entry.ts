import type { ChallengeId, ChannelId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Reason, Verdict } from '../challenge/lifecycle.ts';

/** One line of the append-only log, as the use case writes it; the store gives it its index. */
export type AuditEntry = {
  readonly at: Instant;
  readonly type:
    | 'challenge.created'
    | 'challenge.viewed'
    | 'challenge.previewed'
    | 'challenge.decided'
    | 'client.unlocked';
  readonly channel: ChannelId;
  readonly challenge: ChallengeId | null;
  readonly verdict: Verdict | null;
  readonly reason: Reason | null;
  /** `PrivateEvidence` under the client's key, or null where the entry concerns no session. */
  readonly sealedEvidence: Uint8Array | null;
};

/** What is kept of the person's side, for a dispute. Always the whole set of names; null where unknown. */
export type PrivateEvidence = {
  readonly clientId: string;
  readonly phone: string | null;
  /** The address that the connection came from, by our own count of trusted proxies. */
  readonly address: string | null;
  /** Where a packaged database places that address: approximate. */
  readonly place: Place | null;
  readonly userAgent: string | null;
  readonly acceptLanguage: string | null;
  /** As the browser's own script reports them: a claim, not an observation. */
  readonly device: Device | null;
  /** The kinds of the questions asked. Never an answer. */
  readonly questions: readonly string[];
};

export type Place = {
  readonly country: string | null;
  readonly region: string | null;
  readonly city: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
};

export type Device = {
  readonly languages: readonly string[];
  readonly platform: string | null;
  readonly timeZone: string | null;
  readonly cookiesEnabled: boolean | null;
  /** Pixels: the screen and the window. */
  readonly screenWidth: number | null;
  readonly screenHeight: number | null;
  readonly viewportWidth: number | null;
  readonly viewportHeight: number | null;
  readonly pixelRatio: number | null;
};
