import { existsSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { systemClock } from '../system/clock.ts';
import { writePrivateFile } from '../system/write-private-file.ts';
import { CommandFailed } from './command-failed.ts';

const CERT_FILE = 'certificate.crt';
const KEY_FILE = 'private.key';
const THIS_MACHINE = ['localhost', '127.0.0.1', '::1'];

type SelfSignedFlags = {
  readonly out: string;
  readonly host: readonly string[];
  readonly force?: true;
};

/** `countersign certs …` */
export function certsCommand(): Command {
  return new Command('certs').description('make certificates for HTTPS').addCommand(selfSignedCommand());
}

function selfSignedCommand(): Command {
  return new Command('self-signed')
    .description(
      'make a certificate that vouches for itself, good for a year: for trying HTTPS, or behind a proxy',
    )
    .option('--out <directory>', 'where the two files go', '.')
    .option(
      '--host <name>',
      'a name or an address that it is for, again for each (default: this machine)',
      collected,
      [],
    )
    .option('--force', 'replace files that are there')
    .addHelpText('after', '\nExample: countersign certs self-signed --out ./certs --host verify.example.com')
    .action(async ({ out, host, force }: SelfSignedFlags) => {
      const [certFile, keyFile] = [join(out, CERT_FILE), join(out, KEY_FILE)];
      const there = [certFile, keyFile].filter((file) => existsSync(file));
      if (there.length > 0 && force === undefined) {
        throw new CommandFailed(
          `${there.join(' and ')} exists already: choose another --out, or replace it with --force.`,
        );
      }
      // Loaded only here: the library takes a tenth of a second, which no other command needs.
      const { selfSigned } = await import('../system/tls/self-signed.ts');
      const { cert, key } = await selfSigned(host.length === 0 ? THIS_MACHINE : host, systemClock.now());
      writeFiles([
        [keyFile, key],
        [certFile, cert],
      ]);
      console.log(`Made ${certFile} and ${keyFile}. Use them with these two settings:`);
      console.log(`TLS_CERT_FILE=${certFile}\nTLS_KEY_FILE=${keyFile}`);
    });
}

function writeFiles(files: readonly (readonly [path: string, text: string])[]): void {
  for (const [path, text] of files) {
    try {
      writePrivateFile(path, text);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'an unknown error';
      throw new CommandFailed(`${path} cannot be written (${code}): choose another directory with --out.`);
    }
  }
}

function collected(given: string, before: readonly string[]): readonly string[] {
  const name = given.toLowerCase();
  const isName = /^(?:\*\.)?[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/.test(
    name,
  );
  if (!isName && isIP(name) === 0)
    throw new InvalidArgumentError('It must be a host name or an address, without a port.');
  return [...before, name];
}
