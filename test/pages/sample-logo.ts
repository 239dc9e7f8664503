import { Buffer } from 'node:buffer';
import type { Logo } from '../../src/app/channel.ts';

const SVG = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 32" width="96" height="32"><path d="M4 6h7l5 14 5-14h7L19 28h-6z" fill="#7a1f6b"/><text x="34" y="23" font-family="sans-serif" font-size="18" font-weight="700" fill="#3d0f36">Vault</text></svg>`;

/** A wordmark, drawn for white paper. */
export const PLAIN_LOGO: Logo = {
  mediaType: 'image/svg+xml',
  base64: Buffer.from(SVG).toString('base64'),
};
