import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** The file with the certificate that the instances serve, for `localhost`. */
export type Trust = { readonly certificateFile: string };

type Side = { readonly port: number; readonly upstreams: readonly string[] };

/** What docs/guides/scale.md tells to put in front of several instances, as nginx reads it. */
const configuration = (folder: string, { certificateFile }: Trust, sides: readonly Side[]): string => `
daemon off;
worker_processes 1;
pid ${folder}/pid;
error_log ${folder}/error.log;
events { worker_connections 1024; }
http {
  access_log off;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  proxy_connect_timeout 1s;
  proxy_read_timeout 8s;
  # A request that did not reach an instance goes to the next one; one that may have is not sent twice.
  proxy_next_upstream error timeout http_502;
  # Over TLS nothing of a request is sent before the instance itself has taken the connection.
  proxy_ssl_trusted_certificate ${certificateFile};
  proxy_ssl_verify on;
  proxy_ssl_name localhost;
  proxy_ssl_server_name on;
  proxy_set_header Host $http_host;
  proxy_set_header X-Forwarded-For $remote_addr;
${sides
  .map(
    ({ port, upstreams }) => `
  upstream side${port} {
${upstreams.map((upstream) => `    server ${upstream} max_fails=0;`).join('\n')}
  }
  server {
    listen 127.0.0.1:${port};
    location / { proxy_pass https://side${port}; }
  }`,
  )
  .join('\n')}
}
`;

/** nginx before the instances. */
export class Front {
  readonly #process: ChildProcess;
  readonly #errorLog: string;

  private constructor(child: ChildProcess, errorLog: string) {
    this.#process = child;
    this.#errorLog = errorLog;
  }

  static async start(parent: string, trust: Trust, sides: readonly Side[]): Promise<Front> {
    const folder = join(parent, 'nginx');
    mkdirSync(folder, { recursive: true, mode: 0o777 });
    const file = join(folder, 'nginx.conf');
    writeFileSync(file, configuration(folder, trust, sides));
    const errorLog = join(folder, 'error.log');
    const child = spawn('/usr/sbin/nginx', ['-p', folder, '-c', file, '-e', errorLog], {
      stdio: 'ignore',
    });
    for (const { port } of sides) {
      while (!(await answers(port))) {
        assert.equal(child.exitCode, null, 'nginx does not start');
        await pause(20);
      }
    }
    return new Front(child, errorLog);
  }

  /** What went wrong, as nginx saw it. */
  complaints(): string {
    return readFileSync(this.#errorLog, 'utf8');
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null) return;
    const exited = once(this.#process, 'exit');
    this.#process.kill('SIGTERM');
    await exited;
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
