export type EvidenceLanguage = 'en' | 'es';

/** In which language a page for people is, and in which zone it tells times beside UTC. */
export type PrintStyle = { readonly language: EvidenceLanguage; readonly timeZone: string };

/** What a worker is given, and what it gives back. */
export type PrintOrder = PrintStyle & { readonly bundle: string };
