let running = 0;
let waiting: Array<() => void> = [];

/** Something that changes state has been sent; it is in flight until its answer begins. */
export function countAct<T>(answer: Promise<T>): Promise<T> {
  running += 1;
  return answer.finally(() => {
    running -= 1;
    if (running > 0) return;
    for (const go of waiting) go();
    waiting = [];
  });
}

/** Resolves when no act waits for its answer: cookies are then those of the last answer. */
export function whenActsEnd(): Promise<void> {
  if (running === 0) return Promise.resolve();
  return new Promise((resolve) => waiting.push(resolve));
}
