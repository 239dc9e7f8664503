import { err, ok, type Result } from '../../kernel/result.ts';
import type { FactKind } from '../facts/fact.ts';
import { isTyped, type Lockout, type Policy } from './policy.ts';

/** A policy as an operator writes it: what differs from another one. */
export type GivenPolicy = {
  readonly name: string;
  /** The policy that it changes; null: the shipped one of its own name, else the shipped default. */
  readonly extends: string | null;
  readonly changes: Partial<Omit<Policy, 'name' | 'lockout' | 'budget'>>;
  readonly lockout: Partial<Lockout>;
  readonly budget: Partial<Policy['budget']>;
};

/** What is wrong with one policy, as the end of a sentence about it. */
export type PolicyFault = { readonly policy: string; readonly expected: string };

/**
 * The shipped policies, in their order, each as the operator changed it, and then the operator's own; or everything that
 * is wrong with them.
 * @param shipped the first is the default.
 */
export function settledPolicies(
  shipped: readonly Policy[],
  given: readonly GivenPolicy[],
): Result<readonly Policy[], readonly PolicyFault[]> {
  const faults: PolicyFault[] = [];
  const changed = given.flatMap((each) => {
    const policy = extended(each, shipped, given, new Set());
    if (typeof policy !== 'string') return [policy];
    faults.push({ policy: each.name, expected: policy });
    return [];
  });
  const settled = shipped.map((policy) => changed.find(({ name }) => name === policy.name) ?? policy);
  settled.push(...changed.filter(({ name }) => !shipped.some((policy) => policy.name === name)));
  faults.push(...changed.flatMap(faultsOf), ...twoSizes(settled, new Set(given.map(({ name }) => name))));
  faults.push(...claimedTwice(settled));
  return faults.length === 0 ? ok(settled) : err(faults);
}

/** The policy, or why there is none. */
function extended(
  given: GivenPolicy,
  shipped: readonly Policy[],
  all: readonly GivenPolicy[],
  seen: ReadonlySet<string>,
): Policy | string {
  if (seen.has(given.name)) return 'extends itself, by way of others or not';
  const base = baseOf(given, shipped, all, new Set([...seen, given.name]));
  if (typeof base === 'string') return base;
  const lockout = { ...base.lockout, ...given.lockout };
  const budget = { ...base.budget, ...given.budget };
  // A flow belongs to the policy that names it: to extend that one is not to take its flows over.
  const { flows: _, ...rules } = base;
  return { ...rules, ...given.changes, lockout, budget, name: given.name };
}

function baseOf(
  { name, extends: wanted }: GivenPolicy,
  shipped: readonly Policy[],
  all: readonly GivenPolicy[],
  seen: ReadonlySet<string>,
): Policy | string {
  const own = shipped.find((policy) => policy.name === (wanted ?? name));
  // A shipped policy that is changed under its own name is what others extend.
  const other = wanted === null || wanted === name ? undefined : all.find((each) => each.name === wanted);
  if (other !== undefined) return extended(other, shipped, all, seen);
  if (own !== undefined) return own;
  const [standard] = shipped;
  if (wanted === null && standard !== undefined) return standard;
  return `extends ${wanted}, which is no policy`;
}

/** What no schema sees, since it lies between two members. */
function faultsOf(policy: Policy): readonly PolicyFault[] {
  const { name, facts, typed, lockout } = policy;
  const fault = (expected: string) => ({ policy: name, expected });
  const faults: PolicyFault[] = [];
  if (new Set(facts).size < policy.questions) {
    faults.push(
      fault(`asks ${policy.questions} questions, one about each fact, and names ${facts.length} facts`),
    );
  }
  const stray = typed.filter((fact) => !facts.includes(fact));
  if (stray.length > 0) faults.push(fault(`has typed facts that it does not ask about: ${stray.join(', ')}`));
  if (typed.includes('amount')) faults.push(fault('has an amount typed, which can only be asked by choice'));
  if (lockout.maxSeconds < lockout.firstSeconds) faults.push(fault('locks for less at most than at first'));
  return faults;
}

/**
 * A client's options for a fact are always the same, but only as long as there are as many of them: two numbers would
 * show two sets, which have little but the truth in common.
 */
function twoSizes(policies: readonly Policy[], changed: ReadonlySet<string>): readonly PolicyFault[] {
  const first = new Map<FactKind, Policy>();
  const faults = new Map<string, PolicyFault>();
  // Shipped ones first, so that a fault is told of the policy that the operator wrote.
  const order = policies.toSorted((a, b) => Number(changed.has(a.name)) - Number(changed.has(b.name)));
  for (const policy of order) {
    for (const fact of policy.facts.filter((each) => !isTyped(policy, each))) {
      const other = first.get(fact) ?? policy;
      first.set(fact, other);
      if (other.options === policy.options || faults.has(policy.name)) continue;
      faults.set(policy.name, {
        policy: policy.name,
        expected:
          `asks about ${fact} with ${policy.options} options, and the policy ${other.name} with ${other.options}: who ` +
          'sees both knows the truth, so give them the same number, or have the fact typed in one of them',
      });
    }
  }
  return [...faults.values()];
}

/** Flows that two policies claim: which of them was meant, nobody can tell. */
function claimedTwice(policies: readonly Policy[]): readonly PolicyFault[] {
  const claimed = new Map<string, string>();
  return policies.flatMap(({ name, flows = [] }) =>
    [...new Set(flows)].flatMap((flow) => {
      const other = claimed.get(flow);
      claimed.set(flow, other ?? name);
      return other === undefined
        ? []
        : [{ policy: name, expected: `is for the flow ${flow}, as ${other} is` }];
    }),
  );
}

/** The policy for a request that names none. @param flow as the bot named it; null where it named none. */
export const policyOfFlow = (policies: Iterable<Policy>, flow: string | null): Policy | null =>
  flow === null ? null : ([...policies].find(({ flows = [] }) => flows.includes(flow)) ?? null);
