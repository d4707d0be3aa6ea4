import { pino, type Logger } from 'pino';
import type { LogLevel } from '../config.ts';

export type { Logger };

/** Names under which secrets could come; their values never reach a log. */
const redacted = [
  'authorization',
  'token',
  'secret',
  'password',
  'credentials',
  'accessToken',
  'refreshToken',
  'cookie',
];

export function createLogger(level: LogLevel): Logger {
  return pino({
    level,
    redact: { paths: redacted.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
    // Errors of the driver carry whole statements and their parameters; the message says enough.
    serializers: {
      err: (error: unknown) =>
        error instanceof Error ? { type: error.name, message: error.message, stack: error.stack } : error,
    },
  });
}
