import { parentPort, workerData } from 'node:worker_threads';
import { evidenceReport } from '../../app/evidence-report.ts';
import { verifyBundle } from '../../domain/audit/verify-bundle.ts';
import { parseRfc3339 } from '../../kernel/instant.ts';
import { printDocument } from '../../system/pdf/print-document.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { evidenceDocument } from './evidence-document.ts';
import type { EvidenceTexts } from './evidence-texts.ts';
import { openedStamp } from './opened-stamp.ts';
import type { EvidenceLanguage, PrintOrder } from './print-order.ts';

const TEXTS: Readonly<Record<EvidenceLanguage, EvidenceTexts>> = { en, es };

// Given by print-evidence.ts, and by nobody else.
const { bundle, language, timeZone } = workerData as PrintOrder;

const verified = verifyBundle(bundle, null);
const issued = verified.ok ? parseRfc3339(verified.value.content.issued) : null;
if (!verified.ok || issued === null) throw new Error('what is to be printed is no evidence');
const report = evidenceReport(verified.value);
const stamp = await openedStamp(verified.value, []);
const document = evidenceDocument(report, stamp, { texts: TEXTS[language], timeZone });
const attachment = { name: `${report.challenge}.json`, type: 'application/json', text: bundle };
parentPort?.postMessage(await printDocument(document, attachment, issued));
