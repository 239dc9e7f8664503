import assert from 'node:assert/strict';
import { answerChallenge } from '../../src/app/answer-challenge.ts';
import { assembleEvidence } from '../../src/app/assemble-evidence.ts';
import { viewChallenge } from '../../src/app/view-challenge.ts';
import { PRIVATE_NAMES, type PrivateName } from '../../src/domain/audit/private-fields.ts';
import type { ChallengeId } from '../../src/kernel/ids.ts';
import { create, formFor } from './challenge-journey.ts';
import { NOBODY, requestFor, type TestService } from './service-for-tests.ts';

export const VISITOR = {
  ...NOBODY,
  address: '203.0.113.77',
  tls: 'TLSv1.3',
  userAgent: 'Phone/1',
  acceptLanguage: 'es-MX',
};

const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A challenge that was previewed, opened and answered, in the log with five entries or so before its own. */
export async function answeredChallenge(
  service: TestService,
  kind: 'right' | 'wrong' = 'right',
  clientId = 'canary-client',
): Promise<ChallengeId> {
  const purpose = 'See the canary';
  const { id, token } = await create(service, requestFor(clientId, { purpose, metadata: { order: 'A-17' } }));
  service.clock.jump(1500);
  await viewChallenge(service, token, { ...NOBODY, userAgent: 'WhatsApp/2' }, true);
  await settled();
  service.clock.jump(2500);
  await viewChallenge(service, token, VISITOR, false);
  await settled();
  service.clock.jump(9000);
  await answerChallenge(service, token, await formFor(service, token, kind), VISITOR);
  return id;
}

export const ALL_NAMES: ReadonlySet<PrivateName> = new Set(PRIVATE_NAMES);

/** The bundle's text. */
export async function bundleOf(
  service: TestService,
  id: ChallengeId,
  reveal: ReadonlySet<PrivateName> = ALL_NAMES,
): Promise<string> {
  const outcome = await assembleEvidence(service, { id, channel: null, reveal });
  assert.ok(outcome.type === 'bundle');
  return outcome.text;
}

/** How many fields a bundle discloses. */
export async function disclosedIn(service: TestService, id: ChallengeId): Promise<number> {
  const { content } = JSON.parse(await bundleOf(service, id));
  return content.entries.flatMap(({ disclosures }: { disclosures: string[] }) => disclosures).length;
}
