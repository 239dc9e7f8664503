import type { Catalogue } from '../config/channel-settings.ts';
import { DEFAULT_POLICY, type Policy } from '../domain/policy/policy.ts';
import { CONNECTOR_KINDS } from '../outbound/connector-kinds.ts';

/** The policies that every service has. */
export const POLICIES: readonly Policy[] = [DEFAULT_POLICY];

/** What the settings of a channel can name. */
export const CATALOGUE: Catalogue = {
  connectors: new Map(CONNECTOR_KINDS.map((kind) => [kind.name, kind])),
  policies: POLICIES.map(({ name }) => name),
};
