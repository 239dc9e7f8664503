/** A document for people, as plain text in parts: whoever prints it sees to letters, lines and pages. */
export type PrintedDocument = {
  /** BCP 47. */
  readonly language: string;
  readonly title: string;
  /** What it is about, in one line. */
  readonly subject: string;
  /** The outcome, in a word or two, and what it means. */
  readonly headline: string;
  readonly meaning: string;
  /** For a camera. */
  readonly code: { readonly text: string; readonly caption: string };
  readonly sections: readonly PrintedSection[];
  /** On every page. `page` and `of` count from 1. */
  readonly footer: (page: number, of: number) => string;
};

export type PrintedSection = {
  readonly title: string;
  readonly rows: readonly PrintedRow[];
  /** Below the rows, a paragraph each. */
  readonly notes: readonly string[];
};

export type PrintedRow = {
  readonly label: string;
  readonly value: string;
  /** Beside or below the value, less prominent. */
  readonly detail: string | null;
  /** A hash or an id: to be compared character by character. */
  readonly isExact: boolean;
};
