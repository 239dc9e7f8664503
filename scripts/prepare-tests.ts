/**
 * Makes sure that what the tests need from outside npm is on this machine, before they start.
 *
 * Root on a system with apt gets what is missing installed; anybody else is told what to install.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

type Need = {
  /** The Debian package that brings it. */
  readonly debianPackage: string;
  /** It is there when this file is. */
  readonly file: string;
  /** What the tests want it for. */
  readonly use: string;
};

const NEEDS: readonly Need[] = [
  {
    debianPackage: 'postgresql',
    file: '/usr/bin/pg_createcluster',
    use: 'the store of several instances',
  },
  { debianPackage: 'nginx-light', file: '/usr/sbin/nginx', use: 'several instances behind one address' },
  { debianPackage: 'chromium', file: '/usr/bin/chromium', use: 'the browser tests' },
  {
    debianPackage: 'fonts-noto-core',
    file: '/usr/share/fonts/truetype/noto/NotoSansArabic-Regular.ttf',
    use: 'pages in Arabic and Hindi',
  },
  {
    debianPackage: 'fonts-noto-cjk',
    file: '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc',
    use: 'pages in Chinese',
  },
  { debianPackage: 'openssl', file: '/usr/bin/openssl', use: 'time stamps, and checks of evidence' },
  { debianPackage: 'pebble', file: '/usr/bin/pebble', use: 'certificates by ACME' },
  { debianPackage: 'systemd', file: '/usr/bin/systemd-analyze', use: 'the unit for systemd' },
];

const missing = (): readonly Need[] => NEEDS.filter(({ file }) => !existsSync(file));

function install(packages: readonly string[]): void {
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...options: readonly string[]) =>
    spawnSync(
      'apt-get',
      ['-qq', '-y', '-o', 'DPkg::Lock::Timeout=300', '-o', 'Dpkg::Use-Pty=0', ...options],
      {
        stdio: ['ignore', 'inherit', 'inherit'],
        env: environment,
      },
    );
  apt('update');
  apt('install', '--no-install-recommends', ...packages);
}

const mayInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
const wanted = missing().map(({ debianPackage }) => debianPackage);
if (wanted.length > 0 && mayInstall) {
  console.log(`Installing what the tests need: ${wanted.join(' ')}`);
  install(wanted);
}

const still = missing();
if (still.length > 0) {
  const list = still.map(({ debianPackage, file, use }) => `${debianPackage} (${file}, for ${use})`);
  const packages = still.map(({ debianPackage }) => debianPackage).join(' ');
  const command = `apt-get install --no-install-recommends ${packages}`;
  console.error(
    `The tests need what is not on this machine: ${list.join(', ')}. Install it as root: ${command}`,
  );
  process.exitCode = 1;
}
