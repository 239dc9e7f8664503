import type { View } from '../../app/store-ports.ts';
import { noteView } from './challenges.ts';
import { writeDelivery } from './deliveries.ts';
import type { Job } from './group-commit.ts';
import { challengeRow } from './touched-rows.ts';

/** Writes a view, or nothing of it where it is not the first of its kind. */
export function recordView(view: View): Job<boolean> {
  const { challenge, preview, entry, deliveries } = view;
  return {
    touches: [challengeRow(challenge)],
    ask: (guards) => {
      guards.askChallenge(challenge);
      guards.askEntries(entry.draft.challenge);
    },
    write: (guards, rows, log) => {
      const known = guards.challenge(challenge);
      if (known === null) return false;
      if ((preview ? known.firstPreviewedAt : known.firstViewedAt) !== null) return false;
      noteView(rows, view);
      log.append(entry);
      for (const delivery of deliveries) writeDelivery(rows, delivery);
      return true;
    },
  };
}
