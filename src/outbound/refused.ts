import type { SendOutcome } from '../domain/delivery/delivery.ts';

/** An attempt that no repetition can mend. @param error says so in plain words, and what to do. */
export const refused = (error: string): SendOutcome => ({ type: 'refused', error });
