const PAUSE_MS = 100;

/**
 * Asks again until `probe` answers something, the watched process ends, or the time is up.
 * @template T
 * @param {{
 *   what: string, secondsMax: number, probe: () => Promise<T | null>,
 *   process?: import("./processes.mjs").Started, pauseMs?: number,
 * }} options
 * @returns {Promise<T>}
 */
export async function waitFor({ what, secondsMax, probe, process, pauseMs = PAUSE_MS }) {
  const deadline = performance.now() + secondsMax * 1000;
  let ended = false;
  const noteEnd = async () => {
    await process?.ended;
    ended = process !== undefined;
  };
  void noteEnd();
  for (;;) {
    const found = await probe().catch((error) => {
      if (error instanceof FinalError) throw error;
      return null;
    });
    if (found !== null) return found;
    if (ended) throw new Error(`${what}: the ${process?.name} ended.\n${process?.tail()}`);
    if (performance.now() > deadline) {
      throw new Error(`${what}: not within ${secondsMax} s.\n${process?.tail() ?? ""}`.trimEnd());
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

/** Thrown by a probe that knows that waiting is of no use. */
export class FinalError extends Error {}
