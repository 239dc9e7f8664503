import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { certificateFiles } from '../../../src/system/acme/certificate-files.ts';
import { certificateShelfContract } from '../../contracts/certificate-shelf-contract.ts';

const directory = mkdtempSync(join(tmpdir(), 'countersign-shelf-'));
after(() => rmSync(directory, { recursive: true }));

certificateShelfContract('files', async () => {
  const own = mkdtempSync(join(directory, 'place-'));
  return (directoryUrl) => certificateFiles(own, directoryUrl);
});
