import type { Figure } from './figure.ts';
import type { Tools } from './tools.ts';

/** A certificate and its key, as PEM. */
export type Pair = { readonly cert: string; readonly key: string };

/** How thoroughly is measured. */
export type Effort = {
  /** Of everything that is repeated. */
  readonly runs: number;
  /** That one measurement lasts. */
  readonly seconds: number;
  readonly warmUpSeconds: number;
  /** Challenges stored beforehand, where the cost of growth is measured. */
  readonly stored: readonly number[];
  /** Journeys over which memory is watched. */
  readonly journeys: number;
  /** People at once in closed loops, and connections of bots. */
  readonly people: number;
  /** Connections of those who look at pages while everything else goes on. */
  readonly visitors: number;
  /** Simulated clients for each attack. */
  readonly attacked: number;
  /** How often the service is killed. */
  readonly kills: number;
};

/** What every benchmark is given. */
export type Context = {
  readonly effort: Effort;
  readonly tools: Tools;
  readonly tls: Pair;
  /** A new empty folder, which is removed at the end. */
  folder(): string;
  /** Where filled stores are kept from one run to the next; null: nowhere. */
  readonly stores: string | null;
  /** Told what is being done now. */
  progress(text: string): void;
  /** Journeys a second at the most, as measured in this run. */
  peak(): Promise<number>;
};

export type Outcome = {
  readonly figures: readonly Figure[];
  /** Tables beside the figures, in Markdown with a caption of their own. */
  readonly tables?: readonly Table[];
  /** File names under docs/pictures/bench/ and what goes into them. */
  readonly pictures?: readonly Picture[];
};

export type Table = {
  readonly name: string;
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
};

export type Picture = { readonly name: string; readonly caption: string; readonly svg: string };

export type DocumentName = 'performance' | 'guessing' | 'reliability' | 'evidence';

export type Bench = {
  readonly name: string;
  /** What it measures, in a line. */
  readonly about: string;
  /** Which document of docs/reference/ its results are written into; absent: `performance`. */
  readonly document?: DocumentName;
  run(context: Context): Promise<Outcome>;
};
