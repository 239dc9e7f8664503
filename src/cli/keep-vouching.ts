import type { Service } from '../app/service.ts';
import type { Turns } from '../app/turns.ts';
import { Vouching } from '../app/vouch-checkpoints.ts';
import type { VoucherMeter, Vouchers } from '../app/vouchers.ts';
import { every, type Repeating } from '../system/every.ts';

/** About as often as the log is signed. */
const ROUND_MILLISECONDS = 700;

/** Has the log's checkpoints vouched for by others from now on. Stopping cuts short whoever has not answered. */
export function keepVouching(
  service: Service,
  vouchers: Vouchers,
  meter: VoucherMeter,
  turns: Turns,
): Repeating {
  if (vouchers.witnesses.length === 0 && vouchers.authority === null) return { stop: async () => undefined };
  const vouching = new Vouching(service, vouchers, meter);
  const stopping = new AbortController();
  const rounds = every(
    ROUND_MILLISECONDS,
    () => turns.alone('vouch', () => vouching.round(stopping.signal)),
    (error) => service.log.error({ err: error }, 'what vouches for the log could not be kept'),
  );
  return {
    async stop() {
      stopping.abort();
      await rounds.stop();
    },
  };
}
