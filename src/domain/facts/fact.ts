/** The kinds of fact that a request may bring, by the name they have in its `facts` object. */
export type FactKind = 'date_of_birth';

/** A fact after its kind's parser accepted it: for a date of birth, its day number (see kernel/calendar.ts). */
export type Fact = { readonly kind: 'date_of_birth'; readonly day: number };

/** Why a fact was refused. Names the fact and the form expected, never the value that came. */
export type FactFault = { readonly fact: string; readonly expected: string };
