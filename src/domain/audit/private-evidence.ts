import type { QuestionKind } from '../questions/question.ts';

/** What is kept of a request and of the person's side, for a dispute. Always the whole set; null where unknown. */
export type PrivateEvidence = {
  /** As the bot gave them; `locale` may be anything. */
  readonly clientId: string;
  readonly phone: string | null;
  readonly flow: string | null;
  readonly purpose: string | null;
  readonly metadata: Readonly<Record<string, string>> | null;
  readonly locale: string | null;
  /** BCP 47: in which language the page was shown; null while none was. */
  readonly language: string | null;
  readonly questions: readonly QuestionEvidence[];
  /** The address that the connection came from, by our own count of trusted proxies. */
  readonly address: string | null;
  /** Where a database places that address: approximate. */
  readonly place: Place | null;
  /** Which database that was, with its date. */
  readonly placeDatabase: string | null;
  /** The protocol version of a connection that was ours to encrypt, such as `TLSv1.3`. */
  readonly tls: string | null;
  readonly userAgent: string | null;
  readonly acceptLanguage: string | null;
  /** As the browser's own script reports them: a claim, not an observation. */
  readonly device: Device | null;
};

/** One question that was asked. Never an answer. */
export type QuestionEvidence = {
  readonly kind: QuestionKind;
  /** As the page worded it; null while no page was shown. */
  readonly wording: string | null;
  /** Whether the answer given was the right one; null while there was none. */
  readonly met: boolean | null;
};

export type Place = {
  readonly country: string | null;
  readonly region: string | null;
  readonly city: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  /** Whose addresses these are. */
  readonly network: Network | null;
};

export type Network = { readonly asn: number | null; readonly organisation: string | null };

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
