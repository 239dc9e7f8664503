import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { platformWords } from '../../src/outbound/platform-words.ts';

describe("a platform's own words", () => {
  it('stay as they are where nothing is wrong with them', () => {
    assert.equal(platformWords('Bad Data: Bot not found', ['token']), 'Bad Data: Bot not found');
  });

  it('lose every value that must not be shown, in any case and spelling', () => {
    const said = platformWords('user a+b c failed: A+B C, a%2Bb%20c, tok(en)', ['a+b c', 'TOK(EN)', '']);
    assert.equal(said, 'user … failed: …, …, …');
  });

  it('are one line, without anything that turns or hides text', () => {
    assert.equal(
      platformWords('one\r\ntwo\u2028three\u202Efour\u0000\tfive ', []),
      'one two three four five',
    );
  });

  it('are cut to a length that a log line bears', () => {
    const said = platformWords('😀'.repeat(500), []);
    assert.equal([...said].length, 201);
    assert.ok(said.isWellFormed());
  });

  it('are well-formed even where the platform cut a character in two', () => {
    assert.ok(platformWords('half \ud83d', []).isWellFormed());
  });
});
