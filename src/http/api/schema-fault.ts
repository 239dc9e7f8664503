import type { FastifySchemaValidationError } from 'fastify';
import type { ErrorCode } from '../errors.ts';
import { quoted } from './query-parameters.ts';

/**
 * What a request's body or headers do not obey, as one sentence that names the member and the form expected, and never
 * the value that came.
 */
export function describeSchemaFault(
  fault: FastifySchemaValidationError,
  part: string,
): { readonly code: ErrorCode; readonly detail: string } {
  const code = fault.instancePath.startsWith('/facts/') ? 'invalid_fact' : 'invalid_request';
  return { code, detail: sentence(fault, part) };
}

function sentence(fault: FastifySchemaValidationError, part: string): string {
  const { keyword, instancePath, schemaPath, params } = fault;
  const path = instancePath.slice(1).replaceAll('/', '.');
  const named = part === 'headers' ? `The header ${path}` : `The member ${quoted(path)}`;
  const subject = path === '' ? 'The body' : named;
  const within = path === '' ? '' : ` of ${quoted(path)}`;
  if (schemaPath.includes('/propertyNames/')) {
    return `A name${within} must have 1 to 64 characters, all of them well-formed.`;
  }
  switch (keyword) {
    case 'additionalProperties':
      return `The member ${quoted(String(params['additionalProperty']))}${within} is unknown.`;
    case 'required':
      return `The member ${quoted(String(params['missingProperty']))}${within} is missing.`;
    case 'type':
      return `${subject} must be ${typesInWords(params['type'])}.`;
    case 'enum':
      return `${subject} must be one of ${String(params['allowedValues'])}.`;
    case 'pattern':
      return `${subject} holds characters that are not allowed there.`;
    default:
      return (
        LIMITS[keyword]?.(subject, String(params['limit'])) ?? `${subject} does not have the form expected.`
      );
  }
}

const LIMITS: Readonly<Record<string, (subject: string, limit: string) => string>> = {
  minLength: (subject, limit) => `${subject} must have at least ${limit} characters.`,
  maxLength: (subject, limit) => `${subject} must have at most ${limit} characters.`,
  minimum: (subject, limit) => `${subject} must be at least ${limit}.`,
  maximum: (subject, limit) => `${subject} must be at most ${limit}.`,
  maxProperties: (subject, limit) => `${subject} must have at most ${limit} members.`,
};

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  integer: 'a whole number',
  object: 'an object',
  array: 'a list',
  null: 'null',
};

const typesInWords = (types: unknown): string =>
  [types]
    .flat()
    .map((type) => TYPES[String(type)] ?? String(type))
    .join(' or ');
