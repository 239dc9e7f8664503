import { existsSync, readFileSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import { pino } from 'pino';
import { CheckpointWitness } from '../app/cosign-checkpoint.ts';
import type { LogIdentity } from '../domain/audit/checkpoint.ts';
import {
  formatSignerKey,
  formatVerifierKey,
  isKeyName,
  type NoteSigner,
  type NoteVerifier,
  parseSignerKey,
  parseVerifierKey,
} from '../domain/audit/note-key.ts';
import type { ServerTls } from '../http/hardened-server.ts';
import { buildWitnessServer } from '../http/witness/witness-server.ts';
import { lockForServing } from '../store/sqlite/serving-lock.ts';
import { StoreRefused } from '../store/store-refused.ts';
import { systemClock } from '../system/clock.ts';
import { systemEntropy } from '../system/entropy.ts';
import { jsonLog } from '../system/logger.ts';
import { readPair } from '../system/tls/pair-files.ts';
import { beginWitnessFile, isUnusedWitnessFile, witnessFile } from '../system/witness-file.ts';
import { writePrivateFile } from '../system/write-private-file.ts';
import { CommandFailed } from './command-failed.ts';
import { toldToStop } from './told-to-stop.ts';

const SEED_BYTES = 32;

type WitnessFlags = {
  readonly log: readonly NoteVerifier[];
  readonly key: string;
  readonly name?: string;
  readonly state?: string;
  readonly host: string;
  readonly port: number;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
};

/** `countersign witness`: watches the logs of others, and says that they only ever grow. */
export function witnessCommand(): Command {
  return new Command('witness')
    .description(
      'watch the logs of others: cosign each checkpoint that continues the one before, and no other',
    )
    .option(
      '--log <key>',
      'the key of a log that is watched, as its audit checkpoint prints it; again for each',
      logKey,
      [],
    )
    .requiredOption('--key <file>', "the witness's own key; made at the first start")
    .option(
      '--name <name>',
      'at the first start: what the witness is called, such as witness.example.com/anna',
      keyName,
    )
    .option('--state <file>', 'what was seen last of each log (default: beside the key)')
    .option('--host <address>', 'to listen on', '127.0.0.1')
    .option('--port <number>', 'to listen on; 0: any free one', portNumber, 8090)
    .option('--tls-cert <file>', 'a certificate of its own, as PEM; else a proxy speaks TLS')
    .option('--tls-key <file>', 'its private key')
    .addHelpText(
      'after',
      '\nExample: countersign witness --log verify.example.com/countersign/1a2b3c4d+9c1f0d2e+AbC… --key witness.key --name witness.example.org/anna',
    )
    .action(runWitness);
}

async function runWitness(flags: WitnessFlags): Promise<void> {
  if (flags.log.length === 0) {
    throw new CommandFailed('A witness watches at least one log: name its key with --log.');
  }
  const tls = tlsOf(flags);
  const state = flags.state ?? `${flags.key}.state`;
  const lock = locked(state);
  try {
    const signer = ownKey(flags.key, flags.name, state);
    const memory = witnessFile(state);
    if (memory === null) {
      throw new CommandFailed(
        `${state}, with what this witness saw, is lost or damaged. Put back the newest copy that was never used elsewhere since; if there is none, begin anew with another --key and --name: a witness that forgot must not sign under its old name.`,
      );
    }
    await serve(
      flags,
      signer,
      new CheckpointWitness({ logs: logsOf(flags.log), signer, memory, clock: systemClock }),
      tls,
    );
  } finally {
    lock.release();
  }
}

async function serve(
  { host, port, log: keys }: WitnessFlags,
  signer: NoteSigner,
  witness: CheckpointWitness,
  tls: ServerTls | null,
): Promise<void> {
  const log = jsonLog('info', pino.destination({ fd: 2, sync: false }));
  const key = formatVerifierKey(signer);
  const origins = logsOf(keys).map(({ origin }) => origin);
  const greeting = `Witness ${key}\n${origins.map((origin) => `watches ${origin}\n`).join('')}`;
  const stop = toldToStop();
  const server = buildWitnessServer(
    { add: (body) => witness.add(body), greeting, log },
    { tls, trustedProxies: [] },
  );
  let url: string;
  try {
    url = await server.listen({ host, port });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'an unknown error';
    throw new CommandFailed(`Port ${port} cannot be listened on (${code}): choose another one with --port.`);
  }
  console.log(greeting.trimEnd());
  console.log(`Listens on ${url}. Whoever runs the log sets: WITNESSES=${key} https://your-host`);
  await stop;
  await server.close();
}

function locked(state: string): { release(): void } {
  try {
    return lockForServing(state);
  } catch (error) {
    if (!(error instanceof StoreRefused)) throw error;
    throw new CommandFailed(`Another process already runs as this witness (${state}): stop that one first.`);
  }
}

/** The key in the file; at the first start a new one, and beside it the file of a witness that has seen nothing. */
function ownKey(path: string, name: string | undefined, state: string): NoteSigner {
  if (!existsSync(path)) {
    if (name === undefined) {
      throw new CommandFailed(`${path} is not there yet: name the witness with --name, and its key is made.`);
    }
    if (existsSync(state) && !isUnusedWitnessFile(state)) {
      throw new CommandFailed(
        `${state} is there, and the key ${path} that goes with it is not: put it back.`,
      );
    }
    // A crash between the two leaves a witness without a key, which has seen nothing: the next start makes one.
    beginWitnessFile(state);
    writePrivateFile(path, `${formatSignerKey(name, 'cosignature', systemEntropy().bytes(SEED_BYTES))}\n`);
  }
  const signer = parseSignerKey(readFileSync(path, 'utf8').trim());
  if (signer?.type !== 'cosignature') {
    throw new CommandFailed(
      `${path} holds no key of a witness: it must be one line that begins with PRIVATE+KEY+.`,
    );
  }
  if (name !== undefined && name !== signer.name) {
    throw new CommandFailed(`${path} is the key of ${signer.name}: leave --name out, or name another --key.`);
  }
  return signer;
}

function tlsOf({ tlsCert, tlsKey }: WitnessFlags): ServerTls | null {
  if (tlsCert === undefined && tlsKey === undefined) return null;
  if (tlsCert === undefined || tlsKey === undefined)
    throw new CommandFailed('Give both --tls-cert and --tls-key.');
  const pair = readPair({ certFile: tlsCert, keyFile: tlsKey }, systemClock.now());
  if (!pair.ok) throw new CommandFailed(pair.error);
  return pair.value;
}

/** A log is known by its name, and may have several keys: while one takes another's place. */
const logsOf = (keys: readonly NoteVerifier[]): readonly LogIdentity[] =>
  [...Map.groupBy(keys, ({ name }) => name)].map(([origin, own]) => ({ origin, keys: own }));

function logKey(given: string, before: readonly NoteVerifier[]): readonly NoteVerifier[] {
  const key = parseVerifierKey(given);
  if (key?.type === 'ed25519') return [...before, key];
  throw new InvalidArgumentError(
    'It must be the key of a log, NAME+ID+BASE64, as its operator publishes it.',
  );
}

function keyName(given: string): string {
  if (isKeyName(given)) return given;
  throw new InvalidArgumentError('It must have neither spaces nor a plus, such as witness.example.com/anna.');
}

function portNumber(given: string): number {
  const port = /^\d{1,5}$/.test(given) ? Number(given) : Number.NaN;
  if (port <= 65_535) return port;
  throw new InvalidArgumentError('It must be a number from 0 to 65535.');
}
