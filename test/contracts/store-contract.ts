import { describe } from 'node:test';
import { auditContract } from './audit-contract.ts';
import { challengeContract } from './challenge-contract.ts';
import { challengeListContract } from './challenge-list-contract.ts';
import { checkpointContract } from './checkpoint-contract.ts';
import { deliveryContract } from './delivery-contract.ts';
import { figureContract } from './figure-contract.ts';
import { guardContract } from './guard-contract.ts';
import { keyContract } from './key-contract.ts';
import { logRowsContract } from './log-rows-contract.ts';
import type { Opener } from './open-store.ts';
import { privacyContract } from './privacy-contract.ts';
import { restartContract } from './restart-contract.ts';
import { sessionContract } from './session-contract.ts';
import { verdictContract } from './verdict-contract.ts';

/** What `src/app/ports.ts` promises of a store: every kind of database is run through all of it. */
export function storeContract(name: string, open: Opener): void {
  describe(`${name}: what every store promises`, () => {
    challengeContract(open);
    guardContract(open);
    challengeListContract(open);
    deliveryContract(open);
    keyContract(open);
    auditContract(open);
    verdictContract(open);
    logRowsContract(open);
    checkpointContract(open);
    privacyContract(open);
    figureContract(open);
    sessionContract(open);
    restartContract(open);
  });
}
