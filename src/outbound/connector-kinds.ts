import { callback } from './callback.ts';
import { chatfuel } from './chatfuel.ts';
import type { ConnectorKind } from './connector-kind.ts';
import { webhook } from './webhook.ts';

/** Every platform that a channel can be on. A new connector is one file, one test, one guide, and a line here. */
export const CONNECTOR_KINDS: readonly ConnectorKind[] = [callback, chatfuel, webhook];
