import { transition } from '../domain/challenge/lifecycle.ts';
import type { OpenedChallenge } from './decide.ts';
import { sessionEntry } from './log-drafts.ts';
import { openChallenge } from './open-challenge.ts';
import { goneView, lockedView, pendingView } from './person-challenge.ts';
import type { ViewOutcome, Visitor } from './person-view.ts';
import { planDeliveries } from './plan-deliveries.ts';
import type { Service } from './service.ts';
import { tokenHashOf } from './token.ts';

/**
 * What a link leads to now. Decides nothing, however often and by whomever it is opened; all it leaves is the first
 * view, and the first preview, in the log.
 * @param preview whether the caller is a link preview rather than a person, by its own word.
 * @throws StoreUnavailable
 */
export async function viewChallenge(
  service: Service,
  token: string,
  visitor: Visitor,
  preview: boolean,
): Promise<ViewOutcome> {
  const tokenHash = tokenHashOf(token);
  const stored = tokenHash === null ? null : await service.store.challenges.byToken(tokenHash);
  const opened = stored === null ? null : openChallenge(service, stored);
  if (opened === null) return { type: 'unknown' };
  const { challenge } = opened;
  const now = service.clock.now();
  // What the clock has ended is shown as ended even before the sweeper wrote it down.
  const { lifecycle } = transition(challenge.lifecycle, { type: 'clock', at: now });
  if (lifecycle.status !== 'pending')
    return { type: 'gone', view: goneView(opened, { ...challenge, lifecycle }) };
  const locked = lockedView(opened, now);
  if (locked !== null) return { type: 'locked', view: locked };
  const noted = preview ? challenge.firstPreviewedAt : challenge.firstViewedAt;
  if (noted === null) noteView(service, opened, visitor, preview);
  return { type: 'pending', view: pendingView(opened, now) };
}

/** Not awaited: a view is worth noting, but no person waits for that, and none is turned away where it fails. */
function noteView(service: Service, opened: OpenedChallenge, visitor: Visitor, preview: boolean): void {
  const { challenge } = opened;
  const at = service.clock.now();
  const type = preview ? 'challenge.previewed' : 'challenge.viewed';
  const entry = sessionEntry(service, opened, challenge, { type, at, visitor, met: null });
  const deliveries = preview ? [] : planDeliveries(service, opened, 'viewed', null);
  service.store.challenges
    .recordView({ challenge: challenge.id, at, preview, entry, deliveries })
    .then((first) => {
      if (first && deliveries.length > 0) {
        service.notices.publish({ type: 'due', challenge: challenge.id, channel: challenge.channel });
      }
    })
    .catch(() => service.log.warn({ challenge: challenge.id }, 'a view could not be noted'));
}
