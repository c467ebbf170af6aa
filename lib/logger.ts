import pino, { type Logger as PinoLogger } from "pino";
import { logFileStreams, type LogFileSettings } from "./log-files";

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

/** JSON lines on standard output, and in files where they are wanted; errors go under `err`, secrets are redacted by name. */
export function createLogger(options: {
  component: string;
  level: string;
  destination?: pino.DestinationStream;
  files?: LogFileSettings | undefined;
}): Logger {
  const settings: pino.LoggerOptions = {
    level: options.level,
    base: { component: options.component, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: REDACTED_PATHS, censor: "[redacted]" },
  };
  const { component, destination, files } = options;
  if (!files) return destination ? pino(settings, destination) : pino(settings);
  const output = { level: "trace" as const, stream: destination ?? pino.destination(1) };
  return pino(settings, pino.multistream([output, ...logFileStreams(component, files)]));
}
