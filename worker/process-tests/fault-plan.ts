import { writeSync } from "node:fs";
import { setImmediate as turnOfTheLoop } from "node:timers/promises";
import {
  FAULT_POINTS,
  REMOVAL_FAULT_POINTS,
  isInsideWrite,
  type FaultPoint,
} from "#lib/fault-points";

/** What befalls a process at a fault point. */
export interface FaultPlan {
  signal: "SIGKILL" | "SIGSTOP";
  at: FaultPoint;
  /** How often it comes there unharmed first; 0 by default. */
  passes?: number;
}

/** At rest it is at no point: it waits for an answer, a timer or a job. */
type Place = FaultPoint | "rest";

const FLAG = "--fault=";

export function toFaultFlag({ signal, at, passes = 0 }: FaultPlan): string {
  return `${FLAG}${signal}@${at}#${passes}`;
}

/** Points are passed without a word: there are many of them in a long life. */
export const SILENT_FLAG = "--silent";

export const saysReached = (point: FaultPoint): string => `\n[reached ${point}]\n`;
export const SAYS_HELD = "\n[held at ";
export const saysHeld = (place: Place): string => `${SAYS_HELD}${place}]\n`;
export const saysWokenUp = (place: Place): string => `\n[woken up at ${place}]\n`;

/** Has a process stop itself at rest. SIGSTOP from outside may come amid a write: it keeps the lock. */
export const STOP_AT_REST = "SIGUSR2";

/** Node hears a signal between two turns of the loop, and a write ends within its own. */
export function heedStops(): void {
  process.on(STOP_AT_REST, () => strike("SIGSTOP", "rest"));
}

/** Says every point it comes to; carries out the plan of the command line, if there is one. */
export function faultPointOf(args: readonly string[]): (point: FaultPoint) => Promise<void> {
  let plan = parsePlan(args);
  let passesLeft = plan?.passes ?? 0;
  const silent = args.includes(SILENT_FLAG);
  return async (point) => {
    if (!silent) say(saysReached(point));
    if (plan?.at !== point) return;
    if (passesLeft > 0) {
      passesLeft -= 1;
      return;
    }
    const { signal } = plan;
    plan = null;
    // Some other work of this process may be inside a write, which ends within this turn.
    if (!isInsideWrite(point)) await turnOfTheLoop();
    strike(signal, point);
  };
}

function strike(signal: FaultPlan["signal"], at: Place): void {
  say(saysHeld(at));
  process.kill(process.pid, signal);
  // The signal comes to the process, not to this thread: not one more statement until then.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
  say(saysWokenUp(at));
}

/** Past every buffer: the process may be gone before one is written. */
function say(words: string): void {
  writeSync(1, words);
}

function parsePlan(args: readonly string[]): FaultPlan | null {
  const flag = args.find((arg) => arg.startsWith(FLAG));
  if (flag === undefined) return null;
  const [signal, name = "", passes] = flag.slice(FLAG.length).split(/[@#]/);
  const at = [...FAULT_POINTS, ...REMOVAL_FAULT_POINTS].find((point) => point === name);
  if (at === undefined || (signal !== "SIGKILL" && signal !== "SIGSTOP")) {
    throw new Error(`${flag} is not a plan.`);
  }
  return { signal, at, passes: Number(passes ?? 0) };
}
