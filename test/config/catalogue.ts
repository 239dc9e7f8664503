import { CATALOGUE } from '../../src/cli/catalogue.ts';
import type { Catalogue } from '../../src/config/channel-settings.ts';

const SOME = ['callback', 'chatfuel', 'webhook'];

/** Some of the real connectors, and the shipped policies. */
export const catalogue: Catalogue = {
  ...CATALOGUE,
  connectors: new Map([...CATALOGUE.connectors].filter(([name]) => SOME.includes(name))),
};
