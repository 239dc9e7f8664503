import { TLSSocket } from 'node:tls';
import type { FastifyRequest } from 'fastify';
import type { Visitor } from '../../app/person-view.ts';
import type { FormFields } from '../form.ts';
import { parseDevice } from './device.ts';

const LONGEST_AGENT = 512;
const LONGEST_LANGUAGES = 256;

/**
 * Who is asking, as our side of the connection sees it.
 * @param fields the form that was sent; null where none was.
 */
export function visitorOf(request: FastifyRequest, fields: FormFields | null): Visitor {
  return {
    // Fastify's count of trusted proxies is in it.
    address: request.ip ?? null,
    tls: tlsVersion(request),
    userAgent: request.headers['user-agent']?.slice(0, LONGEST_AGENT) ?? null,
    acceptLanguage: acceptLanguageOf(request),
    device: fields === null ? null : parseDevice(fields.get('device') ?? []),
  };
}

/** Of the person's own connection only: where a proxy stands in between, its connection says nothing of theirs. */
function tlsVersion(request: FastifyRequest): string | null {
  const { socket } = request.raw;
  const isDirect = request.ip === socket.remoteAddress;
  return isDirect && socket instanceof TLSSocket ? socket.getProtocol() : null;
}

export const acceptLanguageOf = (request: FastifyRequest): string | null =>
  request.headers['accept-language']?.slice(0, LONGEST_LANGUAGES) ?? null;
