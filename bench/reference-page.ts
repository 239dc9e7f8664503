import { createServer, type Server } from 'node:http';
import { gzipSync } from 'node:zlib';

/*
 * A page that loads what the reference's page loads, from this machine: 6.2 kB of HTML, and from three other hosts
 * (here: other ports) Bootstrap's style and script, jQuery, an icon, and what two services say of the visitor's
 * address, about 110 kB in all over six requests. The files are stand-ins of the same sizes, raw and gzipped: rules that match
 * nothing, and functions that nobody calls, so that they cost a browser no more than the real ones.
 */

type File = { readonly type: string; readonly body: string };

type Stand = {
  readonly type: string;
  /** Bytes as they are, and as they travel. */
  readonly raw: number;
  readonly zipped: number;
  /** A rule or a function that is like no other, by a number and a word of its own. */
  readonly line: (nth: number, word: string) => string;
};

const STYLE: Stand = {
  type: 'text/css',
  raw: 163_000,
  zipped: 24_500,
  line: (nth, word) => `.${word}{margin:${nth % 97}px;padding:${nth % 13}px}\n`,
};
const SCRIPT: Stand = {
  type: 'text/javascript',
  raw: 80_000,
  zipped: 24_000,
  line: (nth, word) => `function f${word}(a){return a*${nth}+"${word}"}\n`,
};
const LIBRARY: Stand = {
  type: 'text/javascript',
  raw: 87_500,
  zipped: 30_500,
  line: (nth, word) => `function j${word}(a,b){return a>${nth}?b:"${word}"}\n`,
};
const ICON: Stand = {
  type: 'image/svg+xml',
  raw: 44_000,
  zipped: 30_000,
  line: (_nth, word) => `<!--${word}-->\n`,
};

const ADDRESS: File = { type: 'application/json', body: `{"ip":"203.0.113.7","about":"${'x'.repeat(400)}"}` };

const OPTIONS = [
  'September 14, 1981',
  'February 3, 1980',
  'December 31, 1979',
  'May 20, 1982',
  'None of the options',
];

const HTML_BYTES = 6200;

/** @param hosts three origins: of the styles, the scripts, and the services. */
function html([styles = '', scripts = '', services = '']: readonly string[]): string {
  const page = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Verify</title>
<link rel="stylesheet" href="${styles}/bootstrap.css">
<script src="${scripts}/jquery.js"></script>
<script src="${styles}/bootstrap.js"></script>
</head><body><div class="container"><img src="${scripts}/icon.svg" alt="" width="48" height="48">
<h1 id="question">What is your date of birth?</h1><form id="form">
${OPTIONS.map((option, nth) => `<div><input type="radio" name="answer" id="o${nth}" value="${nth}"><label for="o${nth}">${option}</label></div>`).join('\n')}
<button type="submit">Send</button></form></div>
<script>
for (const name of ['ip', 'place']) fetch('${services}/' + name).catch(() => 0);
document.getElementById('form').addEventListener('submit', (event) => event.preventDefault());
</script>
FILLER
</body></html>
`;
  return page.replace('FILLER', `<!--${'x'.repeat(Math.max(HTML_BYTES - page.length, 0))}-->`);
}

/** The four servers of the page, on free ports of the loopback. @returns the address of the page, and how to stop. */
export async function openReferencePage(): Promise<{ readonly url: string; close(): void }> {
  const elsewhere = [
    serving({ '/bootstrap.css': fileOf(STYLE), '/bootstrap.js': fileOf(SCRIPT) }),
    serving({ '/jquery.js': fileOf(LIBRARY), '/icon.svg': fileOf(ICON) }),
    serving({ '/ip': ADDRESS, '/place': ADDRESS }),
  ];
  const hosts = await Promise.all(elsewhere.map(listen));
  const own = serving({ '/': { type: 'text/html; charset=utf-8', body: html(hosts) } });
  const url = `${await listen(own)}/`;
  const close = (): void => {
    for (const server of [own, ...elsewhere]) {
      server.close();
      server.closeAllConnections();
    }
  };
  return { url, close };
}

function serving(files: Readonly<Record<string, File>>): Server {
  const zipped = new Map(Object.entries(files).map(([path, { body }]) => [path, gzipSync(body)]));
  return createServer((request, response) => {
    const path = request.url ?? '';
    const body = zipped.get(path);
    if (body === undefined) {
      response.writeHead(404).end();
      return;
    }
    response
      .writeHead(200, {
        'content-type': files[path]?.type,
        'content-encoding': 'gzip',
        'content-length': body.byteLength,
        'access-control-allow-origin': '*',
        'cache-control': 'no-store',
      })
      .end(body);
  });
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a server does not listen');
  return `http://127.0.0.1:${address.port}`;
}

const WORD = 64;

/** A file of a stand-in's sizes, the same each time: as many lines are like no other as bring it to its zipped size. */
function fileOf({ type, raw, zipped, line }: Stand): File {
  const text = (share: number): string => {
    const word = words();
    const [begin, end] =
      type === 'image/svg+xml' ? ['<svg xmlns="http://www.w3.org/2000/svg">', '</svg>'] : ['', ''];
    let body = begin;
    for (let nth = 0; body.length < raw - end.length; nth++) {
      body += (nth * share) % 1 < share ? line(nth, word()) : line(0, 'a'.repeat(WORD));
    }
    return body + end;
  };
  let [few, many] = [0, 1];
  for (let step = 0; step < 12; step++) {
    const middle = (few + many) / 2;
    if (gzipSync(text(middle)).byteLength < zipped) few = middle;
    else many = middle;
  }
  return { type, body: text(few) };
}

/** Words by the generator of Numerical Recipes, which is no good for anything but filling files. */
function words(): () => string {
  let state = 1;
  return () => {
    let text = 'a';
    while (text.length < WORD) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      text += (state >>> 4).toString(36);
    }
    return text.slice(0, WORD);
  };
}
