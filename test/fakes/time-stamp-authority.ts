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

/** A time-stamping authority: `openssl ts` behind a small HTTP server, with a chain of certificates of its own. Gone with the test. */
export async function timeStampAuthority(
  context: TestContext,
  certificateHash: 'sha1' | 'sha256' | 'sha512' = 'sha256',
  algorithm: 'ec' | 'rsa' = 'ec',
): Promise<FakeAuthority> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-tsa-'));
  const openssl = (...args: readonly string[]) =>
    execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  writeFileSync(join(folder, 'ts.conf'), `${CONFIG}ess_cert_id_alg = ${certificateHash}\n`);
  writeFileSync(join(folder, 'serial'), '01\n');
  const kind = algorithm === 'ec' ? ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'] : ['rsa:2048'];
  const request = (name: string, subject: string) =>
    openssl(
      ...['req', '-new', '-newkey', ...kind, '-nodes', '-config', '/dev/null'],
      ...['-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${subject}`],
    );
  const issue = (certificate: string, from: string, usage: string, ...by: readonly string[]) =>
    openssl(
      ...['x509', '-req', '-in', `${from}.csr`, '-out', `${certificate}.pem`, '-days', '30', '-sha256'],
      ...['-extfile', 'ts.conf', '-extensions', usage, ...by],
    );
  const bySub = ['-CA', 'sub.pem', '-CAkey', 'sub.key', '-CAcreateserial'];
  request('ca', 'Test Stamp Root');
  issue('ca', 'ca', 'ca', '-signkey', 'ca.key');
  request('sub', 'Test Stamp Authority');
  issue('sub', 'sub', 'ca', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial');
  request('tsa', 'Test Stamps');
  issue('tsa', 'tsa', 'tsa', ...bySub);
  issue('server', 'tsa', 'server', ...bySub);
  const requests: Uint8Array[] = [];
  const reply = (query: Uint8Array): Uint8Array => {
    writeFileSync(join(folder, 'query.tsq'), query);
    openssl(
      ...['ts', '-reply', '-config', 'ts.conf', '-section', 'stamps', '-queryfile', 'query.tsq'],
      ...['-signer', 'tsa.pem', '-inkey', 'tsa.key', '-chain', 'sub.pem', '-out', 'reply.tsr'],
    );
    return readFileSync(join(folder, 'reply.tsr'));
  };
  const usual: RequestListener = async (incoming, response) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const query = Buffer.concat(chunks);
    requests.push(query);
    response.setHeader('content-type', 'application/timestamp-reply').end(reply(query));
  };
  let instead: RequestListener | null = null;
  const server = createServer((incoming, response) => (instead ?? usual)(incoming, response));
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
