import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Registry } from 'prom-client';
import { instant } from '../../../src/kernel/instant.ts';
import { certificateMetric } from '../../../src/system/metrics/certificate-metric.ts';
import { selfSigned } from '../../../src/system/tls/self-signed.ts';

test('the end of the certificate that is served is told, and that of the next one', async () => {
  const registry = new Registry();
  const serve = certificateMetric(registry);
  for (const year of [2026, 2027]) {
    serve((await selfSigned(['localhost'], instant(Date.UTC(year, 0, 1)))).cert);
    const end = Date.UTC(year + 1, 0, 1) / 1000;
    assert.ok((await registry.metrics()).includes(`countersign_certificate_end_timestamp_seconds ${end}\n`));
  }
});
