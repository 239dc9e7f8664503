import { DEFAULT_POLICY, type Policy } from './policy.ts';

/**
 * The figures of NIST SP 800-63A-3 section 5.3.2: four questions, each to be right; four options or more; two attempts;
 * two minutes, after which all begins anew and a failure is counted.
 */
const STRICT: Policy = {
  ...DEFAULT_POLICY,
  name: 'strict',
  facts: [
    'account_number',
    'card_number',
    'phone_last_digits',
    'amount',
    'date_of_birth',
    'national_id',
    'city',
    'year',
    'choice',
  ],
  questionKinds: null,
  questions: 4,
  ttlSeconds: 120,
  attempts: 2,
  expiryIsFailure: true,
};

/**
 * One tap, no arithmetic, about whatever is known best: for small things. Fast to answer is fast to guess, so the second wrong
 * answer in a row is the last: then an operator has to look, or the bot asks under a stricter policy.
 */
const QUICK: Policy = {
  ...DEFAULT_POLICY,
  name: 'quick',
  facts: ['date_of_birth', 'phone_last_digits', 'card_number', 'account_number', 'city', 'year'],
  questionKinds: ['date_of_birth', 'phone_last_digits', 'card_number', 'account_number', 'city', 'year'],
  ttlSeconds: 45,
  lockout: { ...DEFAULT_POLICY.lockout, cap: 2 },
};

/** What there is without a word of configuration. */
export const SHIPPED_POLICIES: readonly Policy[] = [DEFAULT_POLICY, STRICT, QUICK];
