/** Text as it may stand in SVG, in attributes too. */
export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Numbers that are short enough for coordinates. */
export const at = (coordinate: number): string => String(Math.round(coordinate * 10) / 10);

/** Colours that can be told apart in light and in dark, and by those who see fewer colours (Okabe and Ito, 2008). */
export const SERIES_COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7'] as const;

const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #24292f; }
  .title { font-size: 15px; font-weight: 600; }
  .faint { fill: #57606a; font-size: 12px; }
  .line { stroke: #d0d7de; stroke-width: 1; }
  .goal { stroke: #57606a; stroke-width: 1.5; stroke-dasharray: 5 4; }
  .whisker { stroke: #24292f; stroke-width: 1.5; }
  .page { fill: #ffffff; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .faint { fill: #9198a1; }
    .line { stroke: #3d444d; }
    .goal { stroke: #9198a1; }
    .whisker { stroke: #e6edf3; }
    .page { fill: #0d1117; }
  }`;

/** A whole picture that follows the reader's light or dark. @param label says in words what is to be seen. */
export function picture(width: number, height: number, label: string, body: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${at(width)} ${at(height)}" width="${at(width)}" height="${at(height)}" role="img" aria-label="${escaped(label)}">
<style>${STYLE}
</style>
<rect class="page" width="100%" height="100%"/>
${body.join('\n')}
</svg>
`;
}

type TextOptions = { readonly anchor?: 'start' | 'middle' | 'end'; readonly style?: 'title' | 'faint' };

export function textAt(
  x: number,
  y: number,
  text: string,
  { anchor = 'start', style }: TextOptions = {},
): string {
  const classed = style === undefined ? '' : ` class="${style}"`;
  return `<text${classed} x="${at(x)}" y="${at(y)}" text-anchor="${anchor}">${escaped(text)}</text>`;
}

export const lineFromTo = (
  style: 'line' | 'goal' | 'whisker',
  x1: number,
  y1: number,
  x2: number,
  y2: number,
): string => `<line class="${style}" x1="${at(x1)}" y1="${at(y1)}" x2="${at(x2)}" y2="${at(y2)}"/>`;
