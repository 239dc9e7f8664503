import { CATALOGUE } from '../../src/cli/catalogue.ts';
import type { Catalogue } from '../../src/config/channel-settings.ts';

/** The real connectors, and one policy more than the service has. */
export const catalogue: Catalogue = { ...CATALOGUE, policies: ['default', 'strict'] };
