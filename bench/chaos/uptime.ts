/** When some worker could work, by the product's clock. */
export class Uptime {
  readonly #up: Array<{ from: number; to: number | null }> = [];
  readonly #blocked: Array<{ from: number; to: number | null }> = [];

  /** A worker is up from now on; the answer ends that. */
  begin(now: number): (end: number) => void {
    return open(this.#up, now);
  }

  /** Somebody stands still inside a write: nobody can write until that ends. */
  block(now: number): (end: number) => void {
    return open(this.#blocked, now);
  }

  /** The first instant at or after `at` at which somebody was up and could write; null: never yet. */
  firstFrom(at: number): number | null {
    let instant: number | null = at;
    for (let rounds = 0; rounds < 1_000 && instant !== null; rounds++) {
      const moved: number | null = this.#upFrom(this.#freeFrom(instant));
      if (moved === instant) return instant;
      instant = moved;
    }
    return instant;
  }

  #freeFrom(at: number): number {
    const block = this.#blocked.find(({ from, to }) => from <= at && (to ?? Infinity) > at);
    return block ? (block.to ?? Infinity) : at;
  }

  #upFrom(at: number): number | null {
    if (this.#up.some(({ from, to }) => from <= at && (to ?? Infinity) > at)) return at;
    const later = this.#up.map(({ from }) => from).filter((from) => from > at);
    return later.length === 0 ? null : Math.min(...later);
  }
}

function open(
  list: Array<{ from: number; to: number | null }>,
  from: number,
): (end: number) => void {
  const interval: { from: number; to: number | null } = { from, to: null };
  list.push(interval);
  return (end) => {
    interval.to = end;
  };
}
