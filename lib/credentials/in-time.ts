export const TIMED_OUT = Symbol("timed out");

/** With `signal` it is not waited for any longer, whatever becomes of it. */
export async function inTime<T>(
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T | typeof TIMED_OUT> {
  if (signal.aborted) return TIMED_OUT;
  return Promise.race([work(), untilAborted(signal)]);
}

/** One listener for all that is asked until then. */
const ends = new WeakMap<AbortSignal, Promise<typeof TIMED_OUT>>();

function untilAborted(signal: AbortSignal): Promise<typeof TIMED_OUT> {
  const known = ends.get(signal);
  if (known) return known;
  const end = new Promise<typeof TIMED_OUT>((resolve) => {
    signal.addEventListener("abort", () => resolve(TIMED_OUT), { once: true });
  });
  ends.set(signal, end);
  return end;
}
