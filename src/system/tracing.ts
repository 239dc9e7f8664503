import type { Tracer } from '../app/tracer.ts';

/** The variables of OpenTelemetry's own specification that are looked at to find out whether traces are wanted. */
const ENDPOINTS = ['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] as const;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where the standard variables of OpenTelemetry name a collector, traces go there by OTLP over HTTP; null otherwise, and
 * nothing of its libraries is loaded. The variables are those of
 * https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/.
 */
export async function startTracing(environment: Environment, version: string): Promise<Tracer | null> {
  const isWanted =
    ENDPOINTS.some((name) => (environment[name] ?? '') !== '') &&
    environment['OTEL_SDK_DISABLED']?.toLowerCase() !== 'true' &&
    environment['OTEL_TRACES_EXPORTER']?.toLowerCase() !== 'none';
  if (!isWanted) return null;
  const { otlpTracer } = await import('./otlp-tracer.ts');
  return otlpTracer(environment['OTEL_SERVICE_NAME'] ?? 'countersign', version, ratioOf(environment));
}

/** The part of traces that is kept, where the sampler is one of those that keep a part. */
function ratioOf(environment: Environment): number {
  const ratio = Number(environment['OTEL_TRACES_SAMPLER_ARG'] ?? 1);
  const isPartial = environment['OTEL_TRACES_SAMPLER']?.endsWith('traceidratio') === true;
  return isPartial && ratio >= 0 && ratio <= 1 ? ratio : 1;
}
