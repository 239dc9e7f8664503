import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import { openNotary } from '../../src/app/notary.ts';
import { Vouching } from '../../src/app/vouch-checkpoints.ts';
import { formatVerifierKey } from '../../src/domain/audit/note-key.ts';
import { stampRequest, tokenOf } from '../../src/system/time-stamp/stamp-request.ts';
import { create } from '../app/challenge-journey.ts';
import { answeredChallenge, bundleOf } from '../app/evidence-journey.ts';
import { fakeWitness } from '../app/fake-witness.ts';
import { requestFor } from '../app/service-for-tests.ts';
import type { Settings } from '../cli/command-line.ts';
import { evidenceFolder } from '../cli/evidence-folder.ts';
import { timeStampAuthority } from '../fakes/time-stamp-authority.ts';

const ROOT = dirname(dirname(import.meta.dirname));

/** The client that guides name, and what stands for it where they name none. */
const CLIENT = '5215512345678';

/** `countersign` as it is on the path there. What serves is stopped as soon as it does. */
const COUNTERSIGN = `#!/bin/sh
run() { exec '${process.execPath}' '${join(ROOT, 'bin', 'countersign.js')}' "$@"; }
case "$1" in
  serve|demo|witness) ;;
  *) run "$@" ;;
esac
said=$(mktemp)
(run "$@") > "$said" & pid=$!
until grep -q 'Listens on \\|links begin with' "$said"; do
  kill -0 $pid 2>/dev/null || { wait $pid; exit 1; }
  sleep 0.1
done
kill $pid
wait $pid
`;

export type ReadersMachine = {
  /** Runs a script where a guide's reader would type it. Rejects, with what it said, where it fails. */
  run(script: string): Promise<void>;
};

/**
 * The machines of guides' readers, before they begin: a folder with a database and its key, one challenge answered, its
 * evidence vouched for, and the project installed. Gone with the test. @returns the call that makes one more.
 */
export async function readersMachines(
  context: TestContext,
  settings: Settings,
): Promise<() => ReadersMachine> {
  const { path, names } = await prepared(context);
  const folders = mkdtempSync(join(tmpdir(), 'countersign-guides-'));
  context.after(() => rmSync(folders, { recursive: true, force: true }));
  let machines = 0;
  return () => {
    machines += 1;
    const folder = join(folders, String(machines));
    cpSync(path, folder, { recursive: true });
    return machineIn(folder, names, settings);
  };
}

function machineIn(folder: string, names: ReadonlyMap<string, string>, settings: Settings): ReadersMachine {
  const commands = join(folder, 'path');
  mkdirSync(commands);
  symlinkSync(process.execPath, join(commands, 'node'));
  writeFileSync(join(commands, 'countersign'), COUNTERSIGN);
  // So that a script may name it as it is run from the project, too.
  writeFileSync(join(commands, 'npx'), '#!/bin/sh\nexec "$@"\n');
  for (const command of ['countersign', 'npx']) chmodSync(join(commands, command), 0o755);
  for (const part of ['bin', 'deploy']) symlinkSync(join(ROOT, part), join(folder, part));
  // What goes into it, the settings that guides show, is tried by another test.
  writeFileSync(join(folder, '.env'), '', { mode: 0o600 });
  // Where guides put things that here lie in the folder.
  const places = ['/var/backups', '/opt/countersign', '/var/lib/countersign', '/etc/systemd/system'];
  const replaced = [...names, ...places.map((place) => [place, folder] as const)];
  const environment = { PATH: `${commands}:${process.env['PATH']}`, HOME: folder, ...settings };
  return {
    run: (script) =>
      runShell(
        replaced.reduce((so, [from, to]) => so.replaceAll(from, to), script),
        folder,
        environment,
      ),
  };
}

async function runShell(script: string, cwd: string, env: Settings): Promise<void> {
  const shell = spawn('sh', ['-e', '-c', script], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [said, complained] = await Promise.all([
    text(shell.stdout),
    text(shell.stderr),
    once(shell, 'close'),
  ]);
  assert.equal(shell.exitCode, 0, `${script}\n${said}${complained}`);
}

async function prepared(context: TestContext) {
  const authority = await timeStampAuthority(context);
  let evidence = '';
  let kept = '';
  const names = new Map<string, string>([['CLIENT_ID', CLIENT]]);
  const { path, id } = await evidenceFolder(context, async (service, log) => {
    const challenge = await answeredChallenge(service);
    await create(service, requestFor(CLIENT));
    await log.sign();
    const witness = await fakeWitness(service, 'witness.example.org/anna');
    const nonce = service.entropy.bytes(8);
    const stamps = {
      name: 'stamps.example.com',
      stamp: async (note: string) => tokenOf(authority.reply(stampRequest(note, nonce)), nonce),
    };
    await new Vouching(
      service,
      { witnesses: [witness], witnessEvery: 0, authority: stamps, stampEvery: 0 },
      { asked: () => undefined, vouched: () => undefined },
    ).round(new AbortController().signal);
    kept = (await service.store.checkpoints.latest())?.note ?? '';
    evidence = await bundleOf({ ...service, witnesses: [witness.verifier], quorum: 1 }, challenge);
    const [key] = (await openNotary(service))?.identity.keys ?? [];
    assert.ok(key !== undefined);
    names.set('verify.example.com/countersign/1a2b3c4d+9c1f0d2e+AbC…', formatVerifierKey(key));
    names.set('witness.example.org/anna+5f2e8c11+BAbC…', formatVerifierKey(witness.verifier));
    return challenge;
  });
  names.set('CHALLENGE_ID', id);
  writeFileSync(join(path, 'chl_019a….json'), evidence);
  writeFileSync(join(path, 'kept.checkpoint'), kept);
  copyFileSync(authority.caFile, join(path, 'stamps-ca.pem'));
  return { path, names };
}
