import pino, { type Logger as PinoLogger } from "pino";

export type Logger = PinoLogger;

const REDACTED_PATHS = [
  "password",
  "secret",
  "secretAccessKey",
  "sessionToken",
  "accessKeyId",
  "authorization",
  "cookie",
  "token",
].flatMap((key) => [key, `*.${key}`, `*.*.${key}`]);

/** JSON lines on standard output; errors go under `err`, secrets are redacted by name. */
export function createLogger(options: {
  component: string;
  level: string;
  destination?: pino.DestinationStream;
}): Logger {
  const settings: pino.LoggerOptions = {
    level: options.level,
    base: { component: options.component, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: REDACTED_PATHS, censor: "[redacted]" },
  };
  return options.destination ? pino(settings, options.destination) : pino(settings);
}
