import {
  constants,
  type Http2SecureServer,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';

export type SessionLimits = {
  /** From the handshake to the first frame, and from the head of a request to the end of its body. */
  readonly arrivalMilliseconds: number;
  /** How long nothing may happen on a connection. */
  readonly idleMilliseconds: number;
};

/**
 * Ends connections of HTTP/2 that say nothing, and requests whose bodies do not arrive: what a server of HTTP/1 does by
 * itself. (Streams reset in quick succession, endless header blocks and floods of settings are ended by Node's library.)
 */
export function guardSessions(server: Http2SecureServer, limits: SessionLimits): void {
  server.on('session', (session: ServerHttp2Session) => {
    const begin = setTimeout(() => session.destroy(), limits.arrivalMilliseconds);
    session.once('remoteSettings', () => clearTimeout(begin));
    session.once('close', () => clearTimeout(begin));
    session.setTimeout(limits.idleMilliseconds, () => session.close());
    // A connection that broke is closed already, and told of nowhere else.
    session.on('error', () => session.destroy());
  });
  server.on('stream', (stream: ServerHttp2Stream) => {
    if (stream.endAfterHeaders) return;
    const late = setTimeout(() => stream.close(constants.NGHTTP2_CANCEL), limits.arrivalMilliseconds);
    const arrived = () => clearTimeout(late);
    stream.once('end', arrived);
    stream.once('close', arrived);
  });
}
