/** No lone surrogates: they have no UTF-8, so that nothing could be sealed, sent or shown of them. */
export const WELL_FORMED = '^\\P{Cs}*$';

/** Nor control characters, where the text becomes part of a request to the bot platform. */
export const ONE_LINE = '^[^\\p{Cs}\\p{Cc}]*$';
