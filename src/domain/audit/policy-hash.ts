import { canonicalJson } from '../../kernel/canonical-json.ts';
import { sha256Base64url } from '../../kernel/digest.ts';
import type { Policy } from '../policy/policy.ts';
import type { QuestionKind } from '../questions/question.ts';

/**
 * What an entry says of the rules that held: base64url of SHA-256 over the canonical JSON of the whole policy and of
 * the kinds of question that this build can ask. Never of the questions of one challenge, whose few candidates could
 * be found again by trying.
 */
export const policyHash = (policy: Policy, questionSet: readonly QuestionKind[]): string =>
  sha256Base64url(policyText(policy, questionSet));

/** The one text that the hash is of, for whoever is to see the rules themselves. */
export const policyText = (policy: Policy, questionSet: readonly QuestionKind[]): string =>
  canonicalJson({ policy, questions: questionSet.toSorted() });

/** The same over all policies of a service, by their names, whichever order they are given in. */
export const policySetHash = (policies: readonly Policy[], questionSet: readonly QuestionKind[]): string =>
  sha256Base64url(
    canonicalJson({
      policies: Object.fromEntries(policies.map((policy) => [policy.name, policy])),
      questions: questionSet.toSorted(),
    }),
  );
