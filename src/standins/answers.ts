import type { StandInCall } from './stand-in-server.ts';

/** The JSON object that a request brought; empty for anything else. */
export function jsonBody(call: StandInCall): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(call.body);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

export const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
