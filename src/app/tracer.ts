/** Ids, names of the settings and figures: nothing of a person, and nothing that opens anything. */
export type SpanFields = Readonly<Record<string, string | number>>;

export type SpanStart = {
  readonly name: string;
  /** Whether it answers somebody, or asks somebody. */
  readonly kind: 'server' | 'client';
  /** The `traceparent` that came with a request (W3C Trace Context), where its sender is believed; null otherwise. */
  readonly parent: string | null;
  readonly fields: SpanFields;
};

/** A piece of work that has begun. */
export interface OpenSpan {
  /** @param failed whether the work went wrong by our fault or a platform's, not by what was asked. */
  end(fields: SpanFields, failed: boolean): void;
}

/** Tells a collector of traces which work took how long. */
export interface Tracer {
  begin(span: SpanStart): OpenSpan;
  /** Sends what is left. */
  close(): Promise<void>;
}
