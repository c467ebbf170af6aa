/**
 * One clock for all processes of a test and for its simulated AWS: it goes by the machine's, only
 * faster, and goes on while a process stands still.
 */
export interface FastClock {
  /** The machine's instant at which the clock showed `startAt`. */
  realEpoch: number;
  startAt: number;
  speed: number;
}

export function createFastClock(options: { speed: number; startAt?: number }): FastClock {
  const realEpoch = Date.now();
  return { realEpoch, startAt: options.startAt ?? realEpoch, speed: options.speed };
}

export function readClock({ realEpoch, startAt, speed }: FastClock, realNow: number): number {
  return Math.floor(startAt + (realNow - realEpoch) * speed);
}

const FLAG = "--clock=";

export function toClockFlag({ realEpoch, startAt, speed }: FastClock): string {
  return `${FLAG}${realEpoch},${startAt},${speed}`;
}

export function parseClockFlag(args: readonly string[]): FastClock | null {
  const flag = args.find((arg) => arg.startsWith(FLAG));
  if (flag === undefined) return null;
  const [realEpoch, startAt, speed] = flag.slice(FLAG.length).split(",").map(Number);
  if (!realEpoch || !startAt || !speed) throw new Error(`${flag} is not a clock.`);
  return { realEpoch, startAt, speed };
}
