import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { loadPolicies } from '../../src/config/load-policies.ts';
import { readLists } from '../../src/config/read-lists.ts';
import { readPolicies } from '../../src/config/read-policies.ts';
import { describeSettingFault, type SettingFault } from '../../src/config/setting-fault.ts';
import { catalogue } from './catalogue.ts';

function read(given: unknown) {
  const faults: SettingFault[] = [];
  const policies = readPolicies(given, catalogue, (fault) => faults.push(fault));
  return { policies, faults: faults.map(describeSettingFault) };
}

describe('policies in the settings file', () => {
  test('are the shipped ones where there is no such member', () => {
    for (const given of [null, undefined, {}]) {
      assert.deepEqual(read(given), { policies: catalogue.shippedPolicies, faults: [] });
    }
  });

  test('may set every member', () => {
    const { policies, faults } = read({
      large: {
        extends: 'strict',
        flows: ['Transfer'],
        facts: ['card_number', 'city', 'text'],
        typed: ['city'],
        question_kinds: ['card_number'],
        questions: 3,
        options: 5,
        none_of_these: false,
        forgives: 1,
        seconds: 300,
        attempts: 3,
        lockout: { after: 2, first_seconds: 60, max_seconds: 3600, cap: 10 },
        failures_per_fact: 5,
        budget: { challenges: 3, seconds: 60 },
        expiry_is_failure: true,
        tell_expired: false,
      },
    });
    assert.deepEqual(faults, []);
    assert.deepEqual(policies.at(-1), {
      name: 'large',
      flows: ['Transfer'],
      facts: ['card_number', 'city', 'text'],
      typed: ['city'],
      questionKinds: ['card_number'],
      questions: 3,
      options: 5,
      noneOfThese: false,
      forgives: 1,
      ttlSeconds: 300,
      attempts: 3,
      lockout: { after: 2, firstSeconds: 60, maxSeconds: 3600, cap: 10 },
      failuresPerFact: 5,
      budget: { challenges: 3, seconds: 60 },
      expiryIsFailure: true,
      tellExpired: false,
    });
  });

  test('are told everything that is wrong, by the path of it', () => {
    const { faults } = read({
      large: { questions: 0, options: 3, facts: ['shoe_size'], lockout: { cap: 101 }, attempts: 'two' },
      'With Spaces': {},
      list: [],
      odd: { colour: 'red' },
    });
    assert.deepEqual(
      faults.map((line) => line.split(' (')[0]),
      [
        'policies.large.facts[0]',
        'policies.large.questions',
        'policies.large.options',
        'policies.large.attempts',
        'policies.large.lockout.cap',
        'policies.With Spaces',
        'policies.list',
        'policies.odd.colour',
      ],
    );
    assert.match(faults.join('\n'), /found "3", must be a whole number from 4 to 10/);
  });

  test('that give one fact two numbers of options stop the start, and both are named', () => {
    const { faults } = read({ wide: { options: 8 } });
    assert.equal(faults.length, 1);
    assert.match(faults[0] ?? '', /^policies\.wide .*8 options, and the policy default with 5/);
  });

  test('are no list and no text', () => {
    for (const given of [[], 'strict', 5])
      assert.match(read(given).faults.join(), /^policies .*must be an object/);
  });

  test('can be read where nothing else is set', () => {
    const sources = {
      environment: { CHALLENGE_TTL_SECONDS: '120' },
      envFile: null,
      configFile: '{"policies": {"own": {"attempts": 2}}}',
      fileText: () => null,
      fileBytes: () => null,
    };
    const loaded = loadPolicies(sources, catalogue);
    assert.ok(loaded.ok);
    const [standard] = loaded.value;
    const own = loaded.value.at(-1);
    assert.deepEqual(
      [standard?.name, standard?.ttlSeconds, own?.name, own?.attempts],
      ['default', 120, 'own', 2],
    );
  });
});

describe('lists in the settings file', () => {
  const lists = (given: unknown) => {
    const faults: SettingFault[] = [];
    const made = readLists(given, catalogue, (fault) => faults.push(fault));
    return { made, faults: faults.map(describeSettingFault) };
  };

  test('are texts that are all alike, or texts with how common they are', () => {
    const { made, faults } = lists({ city: { Puebla: 1, Oaxaca: 3.5 }, branch: ['North', 'Centre'] });
    assert.deepEqual(faults, []);
    assert.deepEqual(made.get('city'), { values: ['Oaxaca', 'Puebla'], popularity: [3.5, 1] });
    assert.deepEqual(made.get('branch'), { values: ['Centre', 'North'], popularity: null });
  });

  test('are refused by name where they are something else', () => {
    const given = { a: [1], b: { x: 'many' }, c: 'text', d: ['x', 'X'], e: { x: 0 } };
    assert.deepEqual(
      lists(given).faults.map((line) => line.split(' (')[0]),
      ['lists.a', 'lists.b', 'lists.c', 'lists.d', 'lists.e'],
    );
    assert.match(lists([]).faults.join(), /^lists .*must be an object/);
  });
});
