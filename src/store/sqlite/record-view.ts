import type { View } from '../../app/store-ports.ts';
import type { AuditAppender } from './audit-appender.ts';
import { noteView } from './challenges.ts';
import type { Database } from './database.ts';
import { insertDelivery } from './deliveries.ts';

/** Writes a view in the caller's transaction, or nothing of it where it is not the first of its kind. */
export function recordView(database: Database, appender: AuditAppender, view: View): boolean {
  if (!noteView(database, view)) return false;
  appender.append(view.entry);
  for (const delivery of view.deliveries) insertDelivery(database, delivery);
  return true;
}
