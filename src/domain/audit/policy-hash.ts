import { toBase64url } from '../../kernel/bytes.ts';
import { canonicalJson } from '../../kernel/canonical-json.ts';
import { sha256 } from '../../kernel/digest.ts';
import type { Policy } from '../policy/policy.ts';
import type { QuestionKind } from '../questions/question.ts';

/**
 * What an entry says of the rules that held: base64url of SHA-256 over the canonical JSON of the whole policy and of
 * the kinds of question that this build can ask. Never of the questions of one challenge, whose few candidates could
 * be found again by trying.
 */
export const policyHash = (policy: Policy, questionSet: readonly QuestionKind[]): string =>
  toBase64url(sha256(canonicalJson({ policy, questions: questionSet.toSorted() })));
