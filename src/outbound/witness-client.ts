import type { Witness, WitnessAnswer } from '../app/vouchers.ts';
import { parseDecimal } from '../domain/audit/checkpoint.ts';
import type { NoteVerifier } from '../domain/audit/note-key.ts';
import type { HttpAnswer, HttpClient } from './http-client.ts';

/** What the refusals of c2sp.org/tlog-witness mean for who runs the log. */
const REFUSALS: ReadonlyMap<number, string> = new Map([
  [400, 'It understands nothing of what it was sent (400).'],
  [403, 'It does not believe the key that signs this log (403): give its operator the key of today.'],
  [404, "It does not know this log (404), or its URL is wrong: give its operator the log's key."],
  [422, 'It says that the log does not continue what it saw before (422): run countersign audit verify.'],
]);

/** A witness somewhere else, over HTTP (c2sp.org/tlog-witness). @param url its submission prefix, without a slash at the end. */
export function witnessClient(verifier: NoteVerifier, url: string, http: HttpClient): Witness {
  const target = new URL(`${url}/add-checkpoint`);
  return {
    verifier,
    async addCheckpoint(body, signal) {
      const headers = { 'content-type': 'text/plain; charset=utf-8' };
      return meaningOf(await http.send({ method: 'POST', url: target, headers, body }, signal));
    },
  };
}

function meaningOf(answer: HttpAnswer): WitnessAnswer {
  if (answer.type === 'failed') return answer;
  const { status, body } = answer;
  if (status === 200) return { type: 'cosigned', lines: body };
  const size = status === 409 && body.endsWith('\n') ? parseDecimal(body.slice(0, -1)) : null;
  if (size !== null) return { type: 'other_size', size };
  return {
    type: 'failed',
    error: REFUSALS.get(status) ?? `It answered ${status}, which is not what a witness answers.`,
  };
}
