import type { Catalogue } from '../config/channel-settings.ts';
import { FACT_KINDS } from '../domain/facts/fact.ts';
import { valueList } from '../domain/facts/value-list.ts';
import { settledPolicies } from '../domain/policy/policy-set.ts';
import { SHIPPED_POLICIES } from '../domain/policy/shipped-policies.ts';
import { QUESTION_KINDS } from '../domain/questions/projections.ts';
import { CONNECTOR_KINDS } from '../outbound/connector-kinds.ts';
import { LANGUAGES } from '../pages/choose-language.ts';

/** What the settings can name. */
export const CATALOGUE: Catalogue = {
  connectors: new Map(CONNECTOR_KINDS.map((kind) => [kind.name, kind])),
  shippedPolicies: SHIPPED_POLICIES,
  settlePolicies: (given) => settledPolicies(SHIPPED_POLICIES, given),
  languages: LANGUAGES.map(({ tag }) => tag),
  factKinds: FACT_KINDS,
  questionKinds: QUESTION_KINDS,
  makeList: valueList,
};
