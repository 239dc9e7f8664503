import { type Html, html } from '../../pages/html.ts';
import { ERROR_CODES, ERRORS, type ErrorCode } from '../errors.ts';

/** Where the `type` of every problem leads. */
export const errorsPage = (): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>Errors of the Countersign API</title>
      </head>
      <body>
        <h1>Errors of the Countersign API</h1>
        <p>Each is a problem details object (RFC 9457) whose <code>code</code> is one of these.</p>
        ${ERROR_CODES.map(section)}
      </body>
    </html>`.markup;

function section(code: ErrorCode): Html {
  const { status, title, remedy } = ERRORS[code];
  return html`<section id="${code}">
    <h2><code>${code}</code></h2>
    <p>${status}: ${title}.</p>
    <p>${remedy}</p>
  </section>`;
}
