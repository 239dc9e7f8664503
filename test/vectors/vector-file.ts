import { readFileSync } from 'node:fs';

/** The published vectors of one file beside this one. What a file holds is said by the test that reads it. */
export const vectors = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`${name}.json`, import.meta.url), 'utf8'));
