import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evidenceReport } from '../../../src/app/evidence-report.ts';
import { es } from '../../../src/cli/evidence/es.ts';
import { evidenceDocument } from '../../../src/cli/evidence/evidence-document.ts';
import { verifyBundle } from '../../../src/domain/audit/verify-bundle.ts';
import { begunLog } from '../../app/begun-log.ts';
import { create } from '../../app/challenge-journey.ts';
import { bundleOf } from '../../app/evidence-journey.ts';
import { requestFor, serviceForTests } from '../../app/service-for-tests.ts';

test('the page tells in its order what was asked for, each note of the bot by itself, and times here and in UTC', async (context) => {
  const service = await serviceForTests(context);
  const log = await begunLog(service);
  const metadata = { nombre: 'أحمد (القاهرة)', order: 'A-17' };
  const { id } = await create(
    service,
    requestFor('أحمد', { metadata, locale: 'ar', purpose: 'Ver el saldo' }),
  );
  await log.sign();
  const verified = verifyBundle(await bundleOf(service, id), null);
  assert.ok(verified.ok);
  const page = evidenceDocument(
    evidenceReport(verified.value),
    { type: 'none' },
    { texts: es, timeZone: 'America/Mexico_City' },
  );
  const { verdict, parties, timeline, questions, session, delivery, integrity, check, limits } = es.section;
  assert.deepEqual(
    page.sections.map(({ title }) => title),
    [verdict, parties, timeline, questions, session, delivery, integrity, check, limits],
  );
  assert.equal(page.code.text, id);
  const rows = page.sections.flatMap((section) => section.rows);
  const notes = rows.filter(({ detail }) => detail === 'nombre' || detail === 'order');
  assert.deepEqual(
    notes.map(({ label, value }) => [label, value]),
    [
      [es.field.metadata, 'أحمد (القاهرة)'],
      ['', 'A-17'],
    ],
  );
  assert.equal(rows.find(({ label }) => label === es.field.locale)?.value, 'árabe (ar)');
  const issued = rows.find(({ label }) => label === es.label.issued);
  assert.deepEqual(
    [issued?.value, issued?.detail],
    ['22 nov 2026, 3:30:00 GMT-6', '2026-11-22T09:30:00.000Z'],
  );
});
