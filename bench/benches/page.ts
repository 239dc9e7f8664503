import { gunzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { gzipPage } from '../../src/http/person/gzip-page.ts';
import { buildPersonServer } from '../../src/http/person/server.ts';
import { chooseLanguage, LANGUAGES } from '../../src/pages/choose-language.ts';
import { questionPage } from '../../src/pages/question-page.ts';
import { launchChromium } from '../../test/browser/chromium.ts';
import { fakeSide, TOKEN } from '../../test/http/person/fake-side.ts';
import { CHOICES } from '../../test/pages/sample-questions.ts';
import { samplePending } from '../../test/pages/sample-views.ts';
import type { Bench, Context, Table } from '../harness/context.ts';
import { type Figure, figure } from '../harness/figure.ts';
import { openReferencePage } from '../reference-page.ts';

/** As Chromium's developer tools have "Slow 3G" and "4× slowdown". */
const SLOW_3G = {
  offline: false,
  latency: 2000,
  downloadThroughput: 50_000,
  uploadThroughput: 50_000,
} as const;
const SLOWER_BY = 4;

const FOUR = [CHOICES.birth_month_plus_day, CHOICES.card_number, CHOICES.amount, CHOICES.city];

/** What a phone meets: a page of this service, and beside it one that loads what the reference's page loads. */
export const page: Bench = {
  name: 'page',
  about:
    "the question on a slow phone over a slow network, beside a page that loads what the reference's does",
  async run(context) {
    const reference = await openReferencePage();
    const side = fakeSide({ view: () => ({ type: 'pending', view: samplePending() }) }).side;
    const app = buildPersonServer(side, { tls: null, trustedProxies: [] });
    const browser = await launchChromium();
    try {
      const ours = `${await app.listen({ host: '127.0.0.1', port: 0 })}/${TOKEN}`;
      const [mine, theirs] = [
        await visits(context, browser, ours),
        await visits(context, browser, reference.url),
      ];
      return {
        figures: [
          ...figuresOf('page', 'the page', mine, 14),
          ...figuresOf('reference_page', 'the reference', theirs),
          made(context),
        ],
        tables: [sizes()],
      };
    } finally {
      await browser.close();
      await app.close();
      reference.close();
    }
  },
};

type Visit = {
  /** Milliseconds after it was asked for, until the question stands on the screen. */
  readonly readable: number;
  /** Until an answer could be given: it can be read, and what the page needs to send it is there. */
  readonly answerable: number;
  readonly requests: number;
  /** Bytes of all bodies as they travelled, in kB. */
  readonly kilobytes: number;
};

async function visits(context: Context, browser: Browser, url: string): Promise<readonly Visit[]> {
  const found: Visit[] = [];
  for (let nth = 1; nth <= context.effort.runs; nth++) {
    context.progress(`visit ${nth} of ${context.effort.runs}`);
    found.push(await visit(browser, url));
  }
  return found;
}

async function visit(browser: Browser, url: string): Promise<Visit> {
  const around = await browser.newContext({ viewport: { width: 360, height: 740 }, deviceScaleFactor: 2 });
  try {
    const page = await around.newPage();
    const session = await around.newCDPSession(page);
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', SLOW_3G);
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER_BY });
    let requests = 0;
    let bytes = 0;
    page.on('request', (request) => {
      if (!request.url().startsWith('data:')) requests++;
    });
    session.on('Network.loadingFinished', ({ encodedDataLength }) => {
      bytes += encodedDataLength;
    });
    await page.goto(url, { waitUntil: 'load', timeout: 120_000 });
    // A page may be loaded before it is painted.
    await page.waitForFunction(`performance.getEntriesByName('first-contentful-paint').length > 0`);
    const times = await page.evaluate(`({
      painted: performance.getEntriesByName('first-contentful-paint')[0].startTime,
      ready: performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd,
    })`);
    // The expression above gives nothing else.
    const { painted, ready } = times as { readonly painted: number; readonly ready: number };
    return { readable: painted, answerable: Math.max(painted, ready), requests, kilobytes: bytes / 1000 };
  } finally {
    await around.close();
  }
}

function figuresOf(name: string, label: string, all: readonly Visit[], goal?: number): readonly Figure[] {
  const parts = [
    ['readable', 'the question can be read', 'ms'],
    ['answerable', 'it can be answered', 'ms'],
    ['requests', 'requests', 'count'],
    ['kilobytes', 'kB, headers included', 'count'],
  ] as const;
  return parts.map(([part, what, unit]) =>
    figure({
      name: `${name}.${part}`,
      label: `${label}: ${what}`,
      unit,
      better: 'lower',
      values: all.map((each) => each[part]),
      ...(goal !== undefined && part === 'kilobytes' ? { goal } : {}),
      ...(goal !== undefined && part === 'requests' ? { goal: 3 } : {}),
    }),
  );
}

/** What one page costs the server beside the store: from the view to the bytes. */
function made({ effort }: Context): Figure {
  const language = chooseLanguage('es-MX', null);
  const view = samplePending();
  const once = (): number => gzipPage(questionPage(language, view, null)).byteLength;
  const lasting = 100 * effort.seconds;
  for (const until = performance.now() + lasting; performance.now() < until; ) once();
  const values = Array.from({ length: effort.runs }, () => {
    let count = 0;
    const begun = performance.now();
    while (performance.now() - begun < lasting) {
      once();
      count++;
    }
    return ((performance.now() - begun) * 1000) / count;
  });
  return figure({
    name: 'page.made',
    label: 'making one page, gzipped',
    unit: 'µs',
    better: 'lower',
    values,
  });
}

/** Bytes of the page in each language, as they travel and as they are. */
function sizes(): Table {
  const shown = (questions: Parameters<typeof samplePending>[0], tag: string): string => {
    const zipped = gzipPage(questionPage(chooseLanguage(tag, null), samplePending(questions), null));
    return `${zipped.byteLength.toLocaleString('en')} (${gunzipSync(zipped).byteLength.toLocaleString('en')})`;
  };
  return {
    name: 'page_sizes',
    caption: 'Bytes of a page, gzipped and (in brackets) as they are, in one request',
    head: ['language', 'one question', 'four questions'],
    rows: LANGUAGES.map(({ tag }) => [tag, shown({}, tag), shown({ questions: FOUR }, tag)]),
  };
}
