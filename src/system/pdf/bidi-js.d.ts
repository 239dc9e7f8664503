declare module 'bidi-js' {
  export type EmbeddingLevels = {
    /** One for each UTF-16 unit; odd: from right to left. */
    readonly levels: Uint8Array;
    readonly paragraphs: readonly { readonly start: number; readonly end: number; readonly level: number }[];
  };
  type Bidi = {
    getEmbeddingLevels(text: string, direction?: 'ltr' | 'rtl' | 'auto'): EmbeddingLevels;
    /** Ranges to be reversed, one after the other; both ends included. */
    getReorderSegments(
      text: string,
      levels: EmbeddingLevels,
      start?: number,
      end?: number,
    ): readonly (readonly [number, number])[];
    /** @param levels those of `EmbeddingLevels`, not the whole. */
    getMirroredCharactersMap(
      text: string,
      levels: Uint8Array,
      start?: number,
      end?: number,
    ): ReadonlyMap<number, string>;
  };
  const bidiFactory: () => Bidi;
  // biome-ignore lint/style/noDefaultExport: that is how the package exports it
  export default bidiFactory;
}
