/**
 * Runs asynchronous sections one after another, in the order of their arrival. Between two of them
 * the event loop turns: libSQL answers synchronously, so that a queue of sections would otherwise
 * be one long run of microtasks in which no timer fires and no request is read.
 */
export class WriteMutex {
  #tail: Promise<unknown> = Promise.resolve();

  run<T>(section: () => Promise<T>): Promise<T> {
    const result = this.#tail.then(section);
    this.#tail = result.then(turnOfTheLoop, turnOfTheLoop);
    return result;
  }
}

function turnOfTheLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
