import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { parser } from '@prometheus-io/lezer-promql';
import { parse } from 'yaml';
import { serving, workingDirectory } from '../cli/command-line.ts';

const ROOT = dirname(dirname(import.meta.dirname));
const read = (name: string) => readFileSync(join(ROOT, 'deploy', name), 'utf8');

type Rule = {
  readonly alert: string;
  readonly expr: string;
  readonly annotations: { readonly summary: string; readonly description: string };
};

/** The form of Prometheus's rule files. */
const rules = (): readonly Rule[] => {
  const file = parse(read('alerts.yaml')) as {
    readonly groups: readonly { readonly rules: readonly Rule[] }[];
  };
  return file.groups.flatMap((group) => group.rules);
};

/** The form of Grafana's dashboards, as far as it is looked at. */
type Panel = {
  readonly id: number;
  readonly title: string;
  readonly targets: readonly { readonly expr: string }[];
};
const panels = (JSON.parse(read('grafana-dashboard.json')) as { readonly panels: readonly Panel[] }).panels;

/** Grafana puts a time in its place. */
const plain = (expr: string): string => expr.replaceAll('$__rate_interval', '5m');

const QUERIES: readonly (readonly [name: string, expr: string])[] = [
  ...rules().map(({ alert, expr }) => [alert, expr] as const),
  ...panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, plain(expr)] as const)),
];

test('every query of the alerts and the dashboard is one that Prometheus can read', () => {
  for (const [name, expr] of QUERIES) {
    parser
      .configure({ top: 'PromQL' })
      .parse(expr)
      .iterate({
        enter: ({ type, from }) => assert.equal(type.isError, false, `${name}: ${expr.slice(from)}`),
      });
  }
});

test('every alert says what it means and what to do, and every panel has a name of its own', () => {
  for (const { alert, annotations } of rules()) {
    assert.match(alert, /^Countersign[A-Z]/);
    assert.ok(annotations.summary.length > 20 && annotations.description.length > 40, alert);
  }
  assert.equal(new Set(panels.map(({ title }) => title)).size, panels.length);
  assert.equal(new Set(panels.map(({ id }) => id)).size, panels.length);
});

test('every figure that alerts and dashboard ask for is one that a running service has', async (context) => {
  const service = await serving(context, workingDirectory(context), {});
  const headers = { 'x-api-key': 'key-for-the-tests-of-commands' };
  const text = await (await fetch(`${service.apiUrl}/metrics`, { headers })).text();
  const known = new Set(
    [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].flatMap(([, name = '', type]) =>
      type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
    ),
  );
  // Prometheus makes this one of its own.
  known.add('up');
  for (const [name, expr] of QUERIES) {
    const asked: string[] = [];
    parser.parse(expr).iterate({
      enter: ({ type, from, to, node }) => {
        const isMetric = type.name === 'Identifier' && node.parent?.type.name === 'VectorSelector';
        if (isMetric) asked.push(expr.slice(from, to));
      },
    });
    assert.ok(asked.length > 0, name);
    assert.deepEqual(
      asked.filter((metric) => !known.has(metric)),
      [],
      name,
    );
  }
  await service.stop();
});
