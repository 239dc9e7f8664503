import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { ERROR_CODES, ERRORS, type ErrorCode } from '../../../src/http/errors.ts';
import { inject } from '../requests.ts';
import { fakeApi } from './fake-api.ts';
import type { OpenApi, Operation } from './openapi-document.ts';

/** Answered before a request belongs to any path. */
const BEFORE_ROUTING: readonly ErrorCode[] = [
  'not_found',
  'method_not_allowed',
  'request_timeout',
  'header_fields_too_large',
];

let document: OpenApi;
let operations: readonly (readonly [string, Operation])[];

before(async () => {
  document = (await inject(fakeApi().app, { url: '/openapi.json' })).json();
  operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => [`${method} ${path}`, operation] as const),
  );
});

test('the document is OpenAPI 3.1 and describes every request of the contract', () => {
  assert.match(document.openapi, /^3\.1\./);
  assert.deepEqual(operations.map(([name]) => name).sort(), [
    'delete /v1/clients/{client_id}',
    'get /generate_dynamic_page',
    'get /healthz',
    'get /metrics',
    'get /readyz',
    'get /v1/challenges',
    'get /v1/challenges/{id}',
    'get /v1/challenges/{id}/evidence',
    'get /v1/chatfuel/challenges',
    'get /v1/clients/{client_id}',
    'get /v1/deliveries',
    'get /v1/deliveries/{id}',
    'get /v1/events',
    'post /v1/challenges',
    'post /v1/challenges/{id}/cancel',
    'post /v1/chatfuel/challenges',
    'post /v1/clients/{client_id}/unlock',
    'post /v1/deliveries/give-up',
    'post /v1/deliveries/retry',
    'post /v1/deliveries/{id}/give-up',
    'post /v1/deliveries/{id}/retry',
  ]);
});

test('every operation has a name of its own, a summary, and a description of each answer', () => {
  const names = operations.map(([, { operationId }]) => operationId);
  assert.equal(new Set(names).size, names.length);
  for (const [name, operation] of operations) {
    assert.ok(operation.summary.length > 10, name);
    for (const response of Object.values(operation.responses)) {
      assert.notEqual(response.description, 'Default Response', name);
    }
  }
});

test('components have proper names, and every reference leads to one', () => {
  const names = Object.keys(document.components.schemas);
  assert.deepEqual(names.sort(), [
    'Challenge',
    'ChallengePage',
    'ChatfuelAnswer',
    'Client',
    'CreateChallenge',
    'DeliveriesChanged',
    'Delivery',
    'DeliveryPage',
    'DynamicPage',
    'ErasedClient',
    'EventPage',
    'Problem',
  ]);
  for (const [, reference = ''] of JSON.stringify(document).matchAll(/"\$ref":"([^"]*)"/g)) {
    assert.ok(
      names.some((name) => reference === `#/components/schemas/${name}`),
      reference,
    );
  }
});

test('the three ways to send a key are described, and what needs none says so', () => {
  assert.deepEqual(document.security.flatMap((way) => Object.keys(way)).sort(), [
    'bearer',
    'header',
    'query',
  ]);
  assert.deepEqual(Object.keys(document.components.securitySchemes).sort(), ['bearer', 'header', 'query']);
  const open = operations.filter(([, { security }]) => security?.length === 0).map(([name]) => name);
  assert.deepEqual(open.sort(), ['get /healthz', 'get /readyz']);
});

test('every error of the table stands at an operation under its status, and no other does', () => {
  const seen = new Set<string>();
  for (const [name, { responses }] of operations) {
    for (const [status, response] of Object.entries(responses)) {
      for (const [code, example] of Object.entries(
        response.content['application/problem+json']?.examples ?? {},
      )) {
        const known = ERROR_CODES.find((each) => each === code);
        assert.ok(known !== undefined, `${name} has ${code}`);
        assert.equal(String(ERRORS[known].status), status);
        assert.deepEqual(
          { ...(example.value as object), detail: '', instance: '' },
          {
            type: `/docs/errors#${code}`,
            title: ERRORS[known].title,
            status: Number(status),
            detail: '',
            instance: '',
            code,
          },
        );
        seen.add(code);
      }
    }
  }
  assert.deepEqual([...seen, ...BEFORE_ROUTING].sort(), [...ERROR_CODES].sort());
});

test('a problem may have every code of the table and no other', () => {
  assert.deepEqual(document.components.schemas['Problem']?.properties?.['code']?.enum, [...ERROR_CODES]);
});

test('every success that is JSON has an example or is described by one', () => {
  for (const name of ['Challenge', 'Client', 'CreateChallenge', 'DynamicPage', 'EventPage']) {
    assert.equal(document.components.schemas[name]?.examples?.length, 1, name);
  }
});

const row = (code: ErrorCode): string => {
  const { status, title, remedy } = ERRORS[code];
  return `| \`${code}\` | ${status} | ${title}. | ${remedy} |`;
};

test('the reference lists every error as the table has it, and no other', () => {
  const reference = readFileSync(new URL('../../../docs/reference/errors.md', import.meta.url), 'utf8');
  const rows = reference.split('\n').filter((line) => /^\| `[a-z_]+` \| \d{3} \|/.test(line));
  assert.deepEqual(rows, ERROR_CODES.map(row));
});

test('the page of errors has a place for every type that a problem can have', async () => {
  const page = (await inject(fakeApi().app, { url: '/docs/errors' })).body;
  const places = [...page.matchAll(/<section id="([^"]*)">/g)].map(([, id]) => id);
  assert.deepEqual(places, [...ERROR_CODES]);
});
