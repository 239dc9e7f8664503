import { tellOfCrash } from '../../src/cli/tell-of-crash.ts';
import { jsonLog, logDestination } from '../../src/system/logger.ts';

/** Not a test: a process that a bug ends, in one of the two ways. */
tellOfCrash(jsonLog('error', logDestination(2)));
const fails = (): unknown => JSON.parse('{"date_of_birth": CANARY-1957-11-23}');
if (process.argv[2] === 'rejection') void Promise.resolve().then(fails);
else setImmediate(fails);
setTimeout(() => undefined, 10_000);
