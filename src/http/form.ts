import type { FastifyRequest } from 'fastify';

/** A form as it came: each name with every value it was sent with, in order. */
export type FormFields = ReadonlyMap<string, readonly string[]>;

/** The only type of body that a page of ours sends. */
export const FORM_TYPE = 'application/x-www-form-urlencoded';

/** @param body application/x-www-form-urlencoded text (WHATWG URL section 5.1); every text is one, so nothing is refused. */
export function parseForm(body: string): FormFields {
  const fields = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(body)) {
    const values = fields.get(name);
    if (values === undefined) fields.set(name, [value]);
    else values.push(value);
  }
  return fields;
}

/** The form of a POST; one without a body is a form without fields. */
export const sentForm = ({ body }: FastifyRequest): FormFields =>
  // The only parser of bodies there is makes nothing else.
  body instanceof Map ? (body as FormFields) : new Map();
