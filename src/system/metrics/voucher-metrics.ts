import { Counter, Gauge, type Registry } from 'prom-client';
import type { VoucherMeter } from '../../app/vouchers.ts';

/** Registers what witnesses and the time-stamping authority do. */
export function voucherMetrics(registry: Registry): VoucherMeter {
  const requests = new Counter({
    name: 'countersign_voucher_requests_total',
    help: 'Requests to a witness or the time-stamping authority, by outcome: vouched, failed, or conflict (it has seen what this log does not have).',
    labelNames: ['voucher', 'outcome'],
    registers: [registry],
  });
  const entries = new Gauge({
    name: 'countersign_vouched_entries',
    help: 'Entries of the largest checkpoint of the log that this witness or authority vouched for since the start.',
    labelNames: ['voucher'],
    registers: [registry],
  });
  const last = new Gauge({
    name: 'countersign_vouched_timestamp_seconds',
    help: 'When it vouched last, in seconds since 1970.',
    labelNames: ['voucher'],
    registers: [registry],
  });
  return {
    asked: (voucher, outcome) => requests.inc({ voucher, outcome }),
    vouched: (voucher, size, at) => {
      entries.set({ voucher }, size);
      last.set({ voucher }, at / 1000);
    },
  };
}
