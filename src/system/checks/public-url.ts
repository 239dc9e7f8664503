import { type Finding, fault, fine, warning } from '../../app/finding.ts';
import { askHead } from './ask-head.ts';

const CHECK = 'public URL';

/** Codes of a handshake that ended because the certificate cannot be trusted, or is for another name. */
const CERTIFICATE = /CERT|ISSUER|SELF_SIGNED|ALTNAME|VERIFY/;

/** Whether what links begin with leads here, as far as that can be seen from here. */
export async function checkPublicUrl(publicUrl: string): Promise<Finding> {
  const url = new URL('/robots.txt', publicUrl);
  const answer = await askHead(url);
  if (answer.type === 'failed') {
    return CERTIFICATE.test(answer.error)
      ? fault(
          CHECK,
          `The certificate at ${url.host} is not trusted (${answer.error}): people would be warned off.`,
          'Serve one of a public authority, with its whole chain: see docs/guides/https.md.',
        )
      : warning(
          CHECK,
          `${url.host} was not reached from here (${answer.error}).`,
          'Start the service if it is stopped; otherwise check the name, the firewall and the proxy.',
        );
  }
  // Every answer of the person's side tells robots to keep out; what does not is somebody else.
  const isOurs = answer.headers.get('x-robots-tag')?.includes('noindex') === true;
  return isOurs
    ? fine(CHECK, `${url.host} answers, as Countersign does.`)
    : fault(
        CHECK,
        `${url.host} answers with ${answer.status}, and not as Countersign does.`,
        'Check PUBLIC_URL, and where the proxy in front leads to.',
      );
}
