import { onceNeeded } from '../kernel/once-needed.ts';
import { type Formats, formatsOf } from './formats.ts';
import type { Messages } from './messages.ts';

/** What there is in one language, whatever the region in which it is spoken. */
export type Catalogue = {
  /** BCP 47, for `<html lang>`. */
  readonly tag: string;
  readonly direction: 'ltr' | 'rtl';
  /** The BCP 47 tag of those whose dates and digits are written where nobody named a region. */
  readonly formatsOf: string;
  readonly messages: (formats: Formats) => Messages;
};

/** One language as the pages speak it in one region. */
export type Language = {
  /** BCP 47, for `<html lang>`. */
  readonly tag: string;
  readonly direction: 'ltr' | 'rtl';
  readonly messages: Messages;
  readonly formats: Formats;
};

/** @param formatsTag a BCP 47 tag of the same language, whose dates and digits are written. */
export function languageOf(catalogue: Catalogue, formatsTag: string = catalogue.formatsOf): Language {
  const { tag, direction, messages } = catalogue;
  const formats = formatsOf(formatsTag);
  // Most languages are not read by anybody soon, and their words have dates and numbers in them.
  const words = onceNeeded(() => messages(formats));
  return {
    tag,
    direction,
    get messages() {
      return words();
    },
    formats,
  };
}
