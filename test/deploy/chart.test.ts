import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { StatefulSet } from 'kubernetes-models/apps/v1/StatefulSet';
import { Ingress } from 'kubernetes-models/networking.k8s.io/v1/Ingress';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import { ConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { Service } from 'kubernetes-models/v1/Service';
import Schema from 'typebox/schema';
import { parse } from 'yaml';
import { SETTING_NAMES } from '../../src/config/setting-names.ts';
import { membersOf, renderChart, type Values } from './render-chart.ts';

const CHART = join(dirname(dirname(import.meta.dirname)), 'deploy', 'helm', 'countersign');

const KINDS = { StatefulSet, Ingress, NetworkPolicy, PodDisruptionBudget, ConfigMap, Service };

const DEFAULTS = membersOf(parse(readFileSync(join(CHART, 'values.yaml'), 'utf8')));
const SCHEMA: unknown = JSON.parse(readFileSync(join(CHART, 'values.schema.json'), 'utf8'));

const CASES: Readonly<Record<string, Values>> = {
  'as it is': DEFAULTS,
  'with TLS of its own, and a policy': {
    ...DEFAULTS,
    tls: { secretName: 'countersign-tls' },
    networkPolicy: { enabled: true, botsLabel: 'bots' },
    ingress: { ...membersOf(DEFAULTS['ingress']), annotations: { 'a.example/b': 'true' } },
  },
  'without an ingress': { ...DEFAULTS, ingress: { ...membersOf(DEFAULTS['ingress']), enabled: false } },
};

function kindOf(object: unknown): keyof typeof KINDS {
  const { kind } = membersOf(object);
  const known = Object.keys(KINDS).find((name) => name === kind);
  assert.ok(known !== undefined, `an object of kind ${kind}`);
  // Found among its keys just above.
  return known as keyof typeof KINDS;
}

/** The one object of a kind, walked into by names and places. */
function part(values: Values, kind: keyof typeof KINDS, ...path: readonly string[]): unknown {
  const found = renderChart(CHART, values).filter((object) => kindOf(object) === kind);
  assert.equal(found.length, 1, kind);
  return path.reduce<unknown>((object, name) => membersOf(object)[name], found[0]);
}

/** What is wrong with an object by the schema of its kind, members that the schema does not know included; null if nothing. */
function faultOf(object: unknown): string | null {
  const unread = new Set<string>();
  const Model = KINDS[kindOf(object)];
  try {
    // The model would look at a copy. Whether the object is one of its kind is what is asked here.
    new Model().validate.call(watched(object, '', unread) as never);
  } catch (error) {
    return String(error);
  }
  return unread.size === 0 ? null : `unknown: ${[...unread].join(', ')}`;
}

/** The schemas let members pass that they do not name; their validators never look at them. */
function watched(value: unknown, path: string, unread: Set<string>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, member]) => {
    unread.add(`${path}/${name}`);
    return [name, watched(member, `${path}/${name}`, unread)] as const;
  });
  const copy = Array.isArray(value) ? members.map(([, member]) => member) : Object.fromEntries(members);
  return new Proxy<object>(copy, {
    get: (target, name, receiver) => {
      unread.delete(`${path}/${String(name)}`);
      return Reflect.get(target, name, receiver);
    },
  });
}

for (const [name, values] of Object.entries(CASES)) {
  test(`the chart ${name} makes objects that Kubernetes' own schemas accept`, () => {
    for (const object of renderChart(CHART, values)) {
      assert.equal(faultOf(object), null);
      assert.equal(membersOf(object)['apiVersion'], new KINDS[kindOf(object)]().apiVersion);
    }
  });
}

test('an object with a member of a wrong type, one missing or one misspelt is not accepted', () => {
  const [object] = renderChart(CHART, DEFAULTS).filter((one) => kindOf(one) === 'StatefulSet');
  const text = JSON.stringify(object);
  for (const [from, to, fault] of [
    ['"replicas":3', '"replicas":"3"', /replicas must be integer/],
    ['"serviceName"', '"servicename"', /serviceName|unknown: \/spec\/servicename/],
    ['"livenessProbe"', '"livenesProbe"', /unknown: .*\/livenesProbe/],
  ] as const) {
    assert.ok(text.includes(from));
    assert.match(String(faultOf(JSON.parse(text.replace(from, to)))), fault);
  }
});

test('the values of the chart follow their schema, and a setting that the chart makes itself is refused', () => {
  for (const values of Object.values(CASES)) assert.ok(Schema.Check(SCHEMA as object, values));
  const wrong: readonly Values[] = [
    { ...DEFAULTS, replica: 3 },
    { ...DEFAULTS, replicas: 1 },
    { ...DEFAULTS, publicUrl: 'http://verify.example.com' },
    { ...DEFAULTS, settings: { SECRET_KEY: 'x' } },
    { ...DEFAULTS, settings: { WHATSAPP_NUMBER: 5 } },
    { ...DEFAULTS, drainSeconds: 61 },
  ];
  for (const values of wrong) assert.ok(!Schema.Check(SCHEMA as object, values), JSON.stringify(values));
});

test('every setting that the chart gives is one', () => {
  const names = new Set<string>(SETTING_NAMES);
  for (const values of Object.values(CASES)) {
    const given = Object.keys(membersOf(part(values, 'ConfigMap', 'data')));
    assert.deepEqual(
      given.filter((name) => !names.has(name)),
      [],
    );
  }
});

test('an instance may do nothing that it need not, and gets the time that it needs to stop', () => {
  const pod = membersOf(part(DEFAULTS, 'StatefulSet', 'spec', 'template', 'spec'));
  assert.equal(pod['automountServiceAccountToken'], false);
  assert.equal(membersOf(pod['securityContext'])['runAsNonRoot'], true);
  const [container] = Object.values(membersOf(pod['containers']));
  assert.deepEqual(membersOf(container)['securityContext'], {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  });
  const drain = membersOf(part(DEFAULTS, 'ConfigMap', 'data'))['DRAIN_SECONDS'];
  assert.equal(drain, '5');
  // After that it ends within ten seconds.
  assert.ok(Number(pod['terminationGracePeriodSeconds']) > Number(drain) + 10);
});

test('whether requests are sent to an instance, and whether it is started anew, is asked at different places', () => {
  const [container] = Object.values(
    membersOf(part(DEFAULTS, 'StatefulSet', 'spec', 'template', 'spec', 'containers')),
  );
  const asked = (probe: string) => membersOf(membersOf(membersOf(container)[probe])['httpGet'])['path'];
  assert.deepEqual(['livenessProbe', 'readinessProbe', 'startupProbe'].map(asked), [
    '/healthz',
    '/readyz',
    '/readyz',
  ]);
  const budget = part(DEFAULTS, 'PodDisruptionBudget', 'spec', 'maxUnavailable');
  assert.ok(Number(budget) < Number(DEFAULTS['replicas']));
});
