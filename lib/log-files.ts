import { closeSync, fstatSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import path from "node:path";
import type pino from "pino";
import { PreconditionFailedError, toError } from "./errors";

export interface LogFileSettings {
  folder: string;
  /** A file that would become larger is rotated first. */
  bytesMax: number;
  /** How many of each are kept, the one that is written among them. */
  count: number;
}

/** What every answered REST request is logged with. */
export const ACCESS_MESSAGE = "request";

const FILE_MODE = 0o600;

/**
 * Three files of a process beside standard output: all of it, what went wrong, and the requests.
 * One process writes a set: its name is the component's.
 */
export function logFileStreams(component: string, settings: LogFileSettings): pino.StreamEntry[] {
  const open = (what: string) =>
    openLogFile(path.join(settings.folder, `${component}-${what}.log`), settings);
  return [
    { level: "trace", stream: open("application") },
    { level: "error", stream: open("error") },
    { level: "trace", stream: onlyAccess(open("access")) },
  ];
}

/** Throws where it cannot be written at the start; later a full disk must not stop the backups. */
export function openLogFile(file: string, settings: LogFileSettings): pino.DestinationStream {
  const { bytesMax, count } = settings;
  let { fd, bytes } = openAtStart(file);
  let failing = false;
  // The old one is closed last, and once: its number may be another file's a moment later.
  const replace = () => {
    const opened = openForAppend(file);
    const before = fd;
    ({ fd, bytes } = opened);
    closeSync(before);
  };
  const rotate = () => {
    try {
      shift(file, count);
      replace();
    } catch (error) {
      complain(file, error);
      // Tried again when as much again is written.
      bytes = 0;
    }
  };
  return {
    write(line) {
      const size = Buffer.byteLength(line);
      if (bytes > 0 && bytes + size > bytesMax) rotate();
      try {
        writeSync(fd, line);
        bytes += size;
        failing = false;
      } catch (error) {
        if (!failing) complain(file, error);
        failing = true;
        quietly(replace);
      }
    },
  };
}

function openAtStart(file: string): { fd: number; bytes: number } {
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    return openForAppend(file);
  } catch (cause) {
    throw new PreconditionFailedError(`The log file ${file} cannot be written.`, {
      cause,
      suggestion: "Set LOG_DIR to a folder that this user may write to, or leave it out.",
    });
  }
}

function openForAppend(file: string): { fd: number; bytes: number } {
  const fd = openSync(file, "a", FILE_MODE);
  return { fd, bytes: fstatSync(fd).size };
}

/** `x.log` becomes `x.1.log`, and so on; the oldest goes. */
function shift(file: string, count: number): void {
  const nameOf = (number: number) =>
    number === 0 ? file : file.replace(/\.log$/, `.${number}.log`);
  if (count <= 1) return rmSync(file, { force: true });
  rmSync(nameOf(count - 1), { force: true });
  for (let number = count - 2; number >= 0; number -= 1) {
    try {
      renameSync(nameOf(number), nameOf(number + 1));
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }
}

function quietly(act: () => void): void {
  try {
    act();
  } catch {
    // The next line tries again.
  }
}

/** The logger itself cannot say it: standard error still can. */
function complain(file: string, error: unknown): void {
  process.stderr.write(`The log file ${file} cannot be written: ${toError(error).message}\n`);
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

/** Pino tells a stream with this symbol the message of each line before it writes it. */
function onlyAccess(stream: pino.DestinationStream): pino.DestinationStream {
  const access = {
    [Symbol.for("pino.metadata")]: true,
    lastMsg: "",
    write(line: string) {
      if (access.lastMsg === ACCESS_MESSAGE) stream.write(line);
    },
  };
  return access;
}
