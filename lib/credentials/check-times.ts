import { SECOND } from "#lib/clock";
import { endAfter } from "#lib/end-after";

export interface CheckLimits {
  /** For one region: one that hangs takes none of the others' answers along. */
  regionMs: number;
  /** For all of them: somebody waits for the page. */
  wholeMs: number;
}

const LIMITS: CheckLimits = { regionMs: 15 * SECOND, wholeMs: 45 * SECOND };

export interface CheckOptions {
  /** Nothing more is asked once it is aborted. */
  signal?: AbortSignal;
  /** Only tests wait less. */
  limits?: CheckLimits;
}

/** What ends the asking, of all and of one region. */
export interface CheckTimes {
  whole: AbortSignal;
  inRegion<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T>;
}

export async function withCheckTimes<T>(
  { signal, limits = LIMITS }: CheckOptions,
  work: (times: CheckTimes) => Promise<T>,
): Promise<T> {
  const whole = endAfter(limits.wholeMs, signal);
  const inRegion: CheckTimes["inRegion"] = async (asking) => {
    const region = endAfter(limits.regionMs, whole.signal);
    try {
      return await asking(region.signal);
    } finally {
      region.done();
    }
  };
  try {
    return await work({ whole: whole.signal, inRegion });
  } finally {
    whole.done();
  }
}
