import type { Formats } from './formats.ts';
import type { Messages } from './messages.ts';

/** One language that the pages speak. */
export type Language = {
  /** BCP 47, for `<html lang>`. */
  readonly tag: string;
  readonly direction: 'ltr' | 'rtl';
  readonly messages: Messages;
  readonly formats: Formats;
};
