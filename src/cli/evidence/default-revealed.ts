import type { PrivateName } from '../../domain/audit/private-fields.ts';

/** What is disclosed where nobody says what: what was asked for and asked, and nothing by which a person is found. */
export const DEFAULT_REVEALED: ReadonlySet<PrivateName> = new Set([
  'country',
  'flow',
  'language',
  'locale',
  'purpose',
  'questions',
  'tls',
]);
