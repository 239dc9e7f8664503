import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

const CONFIG = `
[ca]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign, cRLSign
[tsa]
basicConstraints = critical, CA:false
extendedKeyUsage = critical, timeStamping
[server]
basicConstraints = critical, CA:false
extendedKeyUsage = critical, serverAuth
[stamps]
serial = ./serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
`;

export type FakeAuthority = {
  /** PEM file of the certificate that vouches for the authority's. */
  readonly caFile: string;
  readonly url: string;
  readonly requests: readonly Uint8Array[];
  /** DER of an answer to a request, DER. */
  reply(request: Uint8Array): Uint8Array;
  /** The same statement (TSTInfo, DER) signed with a certificate that is for servers. */
  signedByServer(info: Uint8Array): Uint8Array;
  /** What it answers from now on instead. */
  answerWith(listener: RequestListener | null): void;
};

/** A time-stamping authority: `openssl ts` behind a small HTTP server, with certificates of its own. Gone with the test. */
export async function timeStampAuthority(
  context: TestContext,
  certificateHash: 'sha1' | 'sha256' | 'sha512' = 'sha256',
): Promise<FakeAuthority> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-tsa-'));
  const openssl = (...args: readonly string[]) =>
    execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  writeFileSync(join(folder, 'ts.conf'), `${CONFIG}ess_cert_id_alg = ${certificateHash}\n`);
  writeFileSync(join(folder, 'serial'), '01\n');
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '30'];
  const made = ['-config', '/dev/null', '-keyout'];
  openssl('req', '-x509', ...curve, ...made, 'ca.key', '-out', 'ca.bare', '-subj', '/CN=Test Stamp Root');
  openssl(
    ...['x509', '-signkey', 'ca.key', '-in', 'ca.bare', '-out', 'ca.pem', '-days', '30'],
    ...['-clrext', '-extfile', 'ts.conf', '-extensions', 'ca'],
  );
  openssl('req', '-new', ...curve, ...made, 'tsa.key', '-out', 'tsa.csr', '-subj', '/CN=Test Stamps');
  for (const usage of ['tsa', 'server']) {
    openssl(
      ...['x509', '-req', '-in', 'tsa.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial'],
      ...['-out', `${usage}.pem`, '-days', '30', '-extfile', 'ts.conf', '-extensions', usage],
    );
  }
  const requests: Uint8Array[] = [];
  const reply = (request: Uint8Array): Uint8Array => {
    writeFileSync(join(folder, 'query.tsq'), request);
    openssl(
      ...['ts', '-reply', '-config', 'ts.conf', '-section', 'stamps', '-queryfile', 'query.tsq'],
      ...['-signer', 'tsa.pem', '-inkey', 'tsa.key', '-out', 'reply.tsr'],
    );
    return readFileSync(join(folder, 'reply.tsr'));
  };
  const usual: RequestListener = async (request, response) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const query = Buffer.concat(chunks);
    requests.push(query);
    response.setHeader('content-type', 'application/timestamp-reply').end(reply(query));
  };
  let instead: RequestListener | null = null;
  const server = createServer((request, response) => (instead ?? usual)(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.after(() => {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  // Of a server that listens on a port.
  const { port } = server.address() as AddressInfo;
  return {
    caFile: join(folder, 'ca.pem'),
    url: `http://127.0.0.1:${port}/stamp`,
    requests,
    reply,
    signedByServer: (info) => {
      writeFileSync(join(folder, 'info.der'), info);
      openssl(
        ...['cms', '-sign', '-cades', '-binary', '-nodetach', '-econtent_type', '1.2.840.113549.1.9.16.1.4'],
        ...[
          '-in',
          'info.der',
          '-signer',
          'server.pem',
          '-inkey',
          'tsa.key',
          '-outform',
          'DER',
          '-out',
          'forged',
        ],
      );
      return readFileSync(join(folder, 'forged'));
    },
    answerWith: (listener) => {
      instead = listener;
    },
  };
}
