import type { Policy } from '../domain/policy/policy.ts';
import type { GivenPolicy } from '../domain/policy/policy-set.ts';
import { isObject, type Schema, Type } from '../kernel/schema.ts';
import type { Catalogue } from './channel-settings.ts';
import { schemaFaults } from './schema-faults.ts';
import { type SettingFault, shown } from './setting-fault.ts';

const CONFIG_FILE = 'countersign.config.json';

type Keep = (fault: SettingFault) => void;

/**
 * The shipped policies and the operator's.
 * @param given the member `policies` of the settings file. @param keep is told every fault.
 */
export function readPolicies(given: unknown, catalogue: Catalogue, keep: Keep): readonly Policy[] {
  const fault = (setting: string, expected: string, found: string | null = null) =>
    keep({ setting, source: CONFIG_FILE, found, expected });
  if (!isObject(given)) {
    if (given !== null && given !== undefined) fault('policies', AN_OBJECT);
    return catalogue.shippedPolicies;
  }
  const schema = schemaOf(catalogue);
  let sound = true;
  const policies = Object.entries(given).flatMap(([name, members]): GivenPolicy[] => {
    const setting = `policies.${shown(name).slice(1, -1)}`;
    const faults = isObject(members)
      ? schemaFaults(schema, members, '')
      : [{ path: '', value: undefined, expected: 'must be an object: one policy' }];
    for (const { path, value, expected } of faults) {
      fault(path === '' ? setting : `${setting}.${path}`, expected, foundOf(value));
    }
    if (!/^[a-z0-9][a-z0-9_-]{0,31}$/.test(name)) fault(setting, A_NAME);
    else if (faults.length === 0 && isObject(members)) return [policyOf(name, members)];
    sound = false;
    return [];
  });
  const settled = catalogue.settlePolicies(policies);
  if (settled.ok) return settled.value;
  // A policy that could not be read may be the one that others extend.
  if (sound) for (const { policy, expected } of settled.error) fault(`policies.${policy}`, expected);
  return catalogue.shippedPolicies;
}

const AN_OBJECT = 'must be an object whose members are policies by their names';
const A_NAME = 'must have a name of 1 to 32 lower-case letters, digits, - and _, such as large-transfers';

const foundOf = (value: unknown): string | null =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? shown(String(value))
    : null;

const whole = (minimum: number, maximum: number): Schema =>
  Type.Optional(
    Type.Integer({ minimum, maximum, expected: `must be a whole number from ${minimum} to ${maximum}` }),
  );
const flag = Type.Optional(Type.Boolean({ expected: 'must be true or false' }));
const listOf = (names: readonly string[]): Schema =>
  Type.Optional(
    Type.Array(Type.Unsafe<string>({ enum: [...names], expected: `must be one of ${names.join(', ')}` }), {
      minItems: 0,
      expected: `must be a list of some of ${names.join(', ')}`,
    }),
  );

const DAY = 24 * 60 * 60;

/** What a policy may say. `docs/reference/policies.md` says what each member is for. */
const schemaOf = ({ factKinds, questionKinds }: Catalogue): Schema =>
  Type.Object(
    {
      extends: Type.Optional(Type.String({ expected: 'must be the name of a policy' })),
      flows: Type.Optional(
        Type.Array(
          Type.String({ minLength: 1, maxLength: 256, expected: 'must be a name of 1 to 256 characters' }),
          { expected: 'must be a list of the names of flows' },
        ),
      ),
      facts: listOf(factKinds),
      typed: listOf(factKinds),
      question_kinds: listOf(questionKinds),
      questions: whole(1, 10),
      options: whole(4, 10),
      none_of_these: flag,
      forgives: whole(0, 1),
      seconds: whole(10, 600),
      attempts: whole(1, 3),
      lockout: Type.Optional(
        Type.Object(
          {
            after: whole(1, 100),
            first_seconds: whole(1, 7 * DAY),
            max_seconds: whole(1, 30 * DAY),
            cap: whole(1, 100),
          },
          { additionalProperties: false },
        ),
      ),
      failures_per_fact: whole(1, 100),
      budget: Type.Optional(
        Type.Object({ challenges: whole(1, 1000), seconds: whole(1, DAY) }, { additionalProperties: false }),
      ),
      expiry_is_failure: flag,
      tell_expired: flag,
    },
    { additionalProperties: false },
  );

const MEMBERS: Readonly<Record<string, keyof Policy>> = {
  flows: 'flows',
  facts: 'facts',
  typed: 'typed',
  question_kinds: 'questionKinds',
  questions: 'questions',
  options: 'options',
  none_of_these: 'noneOfThese',
  forgives: 'forgives',
  seconds: 'ttlSeconds',
  attempts: 'attempts',
  failures_per_fact: 'failuresPerFact',
  expiry_is_failure: 'expiryIsFailure',
  tell_expired: 'tellExpired',
};

function policyOf(name: string, members: Readonly<Record<string, unknown>>): GivenPolicy {
  const changes: Record<string, unknown> = {};
  for (const [member, property] of Object.entries(MEMBERS)) {
    if (members[member] !== undefined) changes[property] = members[member];
  }
  return {
    name,
    extends: typeof members['extends'] === 'string' ? members['extends'] : null,
    // The schema has seen every one of them.
    changes: changes as GivenPolicy['changes'],
    lockout: camelled(members['lockout']),
    budget: camelled(members['budget']),
  };
}

/** `first_seconds` as `firstSeconds`. */
const camelled = (members: unknown): Readonly<Record<string, number>> =>
  isObject(members)
    ? Object.fromEntries(
        Object.entries(members).map(([name, value]) => [
          name.replace(/_(\w)/g, (_whole, letter: string) => letter.toUpperCase()),
          Number(value),
        ]),
      )
    : {};
