import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { httpOutcome } from '../../src/outbound/http-outcome.ts';

const of = (status: number, said = '', retryAfterSeconds: number | null = null) =>
  httpOutcome(
    'Chatfuel',
    { type: 'answered', status, retryAfterSeconds, body: '', bytes: Buffer.alloc(0) },
    () => said,
  );

describe('an HTTP answer', () => {
  it('of 2xx is success', () => {
    for (const status of [200, 201, 202, 204, 299]) assert.deepEqual(of(status), { type: 'accepted' });
  });

  it('of 3xx is tried again, since redirects are not followed', () => {
    for (const status of [300, 301, 302, 304, 307, 308, 399]) assert.equal(of(status).type, 'retry');
  });

  it('of 408, 425, 429 and 5xx is tried again, when the platform asks for it', () => {
    for (const status of [408, 425, 429, 500, 502, 503, 504, 599]) {
      const outcome = of(status, '', 7);
      assert.equal(outcome.type, 'retry');
      assert.equal(outcome.retryAfterSeconds, 7);
    }
  });

  it('of any other 4xx is final', () => {
    for (const status of [400, 401, 403, 404, 405, 409, 410, 413, 422, 451, 499]) {
      assert.equal(of(status).type, 'refused');
    }
  });

  it('that makes no sense is final too', () => {
    assert.equal(of(999).type, 'retry');
    assert.equal(of(100).type, 'refused');
  });

  it("gives the platform's name, the status and its own words", () => {
    assert.deepEqual(of(503, 'back soon'), {
      type: 'retry',
      error: 'Chatfuel answered 503, saying: back soon',
      retryAfterSeconds: null,
    });
    assert.deepEqual(of(403), { type: 'refused', error: 'Chatfuel refused with 403' });
  });

  it('that never came is tried again', () => {
    const outcome = httpOutcome(
      'Chatfuel',
      { type: 'failed', error: 'x.example refused the connection.' },
      () => '',
    );
    assert.deepEqual(outcome, {
      type: 'retry',
      error: 'Chatfuel was not reached: x.example refused the connection.',
      retryAfterSeconds: null,
    });
  });
});
