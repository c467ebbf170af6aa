import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
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
 * Processes of one component share a set; each line names the process that wrote it.
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

/**
 * Throws where it cannot be written at the start; later a full disk must not stop the backups.
 * Several processes may write it: each line is one append, and who rotates tells nobody, so that
 * each looks before it writes whether the file is still its own.
 */
export function openLogFile(file: string, settings: LogFileSettings): pino.DestinationStream {
  const { bytesMax, count } = settings;
  let current = openAtStart(file);
  let rotatesAbove = bytesMax;
  let failing = false;
  // The old one is closed last, and once: its number may be another file's a moment later.
  const replace = () => {
    const before = current.fd;
    current = openForAppend(file);
    rotatesAbove = bytesMax;
    closeSync(before);
  };
  const rotate = (bytes: number) => {
    try {
      const isDone = whileLocked(file, () => {
        if (isAt(file, current)) shift(file, count);
      });
      if (isDone) replace();
    } catch (error) {
      complain(file, error);
      // Tried again when as much again is written.
      rotatesAbove = bytes + bytesMax;
    }
  };
  const makeRoom = (size: number) => {
    if (!isAt(file, current)) replace();
    const { size: bytes } = fstatSync(current.fd);
    if (bytes > 0 && bytes + size > rotatesAbove) rotate(bytes);
  };
  return {
    write(line) {
      try {
        makeRoom(Buffer.byteLength(line));
        writeSync(current.fd, line);
        failing = false;
      } catch (error) {
        if (!failing) complain(file, error);
        failing = true;
        quietly(replace);
      }
    },
  };
}

interface OpenFile {
  fd: number;
  dev: number;
  ino: number;
}

/** Whether the name still leads to what was opened, and not to what another process put there. */
function isAt(file: string, { dev, ino }: OpenFile): boolean {
  const there = statSync(file, { throwIfNoEntry: false });
  return there !== undefined && there.dev === dev && there.ino === ino;
}

/** A process that died while it rotated must not stop the others for ever. */
const LOCK_LIFE_MS = 10_000;

/** False where another process is at it; a folder is made by one alone. */
function whileLocked(file: string, act: () => void): boolean {
  const lock = `${file}.rotating`;
  try {
    mkdirSync(lock);
  } catch (error) {
    if (!hasCode(error, "EEXIST")) throw error;
    const made = statSync(lock, { throwIfNoEntry: false });
    // By the file's own clock: it was written a moment ago.
    const writtenMs = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (made && writtenMs - made.mtimeMs > LOCK_LIFE_MS) rmSync(lock, { recursive: true });
    return false;
  }
  try {
    act();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
  return true;
}

function openAtStart(file: string): OpenFile {
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

function openForAppend(file: string): OpenFile {
  const fd = openSync(file, "a", FILE_MODE);
  const { dev, ino } = fstatSync(fd);
  return { fd, dev, ino };
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
      if (!hasCode(error, "ENOENT")) throw error;
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

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
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
