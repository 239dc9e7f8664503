import { Worker } from 'node:worker_threads';
import type { PrintOrder, PrintStyle } from './print-order.ts';

const PRINTER = new URL('./evidence-printer.ts', import.meta.url);

/**
 * The page for people as a PDF, with the bundle attached. On a thread of its own: to set it takes some hundred
 * milliseconds, in which nobody else would be answered.
 * @param bundle as `assembleEvidence` gives it. @throws Error where it is none.
 */
export function printEvidence(bundle: string, style: PrintStyle): Promise<Uint8Array> {
  const order: PrintOrder = { ...style, bundle };
  const worker = new Worker(PRINTER, { workerData: order });
  return new Promise((resolve, reject) => {
    worker.once('message', (pdf: Uint8Array) => resolve(pdf));
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the printer ended without a page')));
  });
}
