export interface ClockState {
  mode: "real" | "manual";
  speed: number;
  now: number;
  /** Virtual minus real time when the state was taken; a real-time clock is restored by it. */
  offsetMs: number;
}

export interface ClockOptions {
  realNow: () => number;
  startAt?: number | undefined;
  mode?: "real" | "manual" | undefined;
  speed?: number | undefined;
}

/** Virtual time in epoch milliseconds: it follows real time at a speed, or stands until advanced. */
export class VirtualClock {
  readonly #realNow: () => number;
  #mode: "real" | "manual";
  #speed: number;
  #anchorReal: number;
  #anchorVirtual: number;

  constructor({ realNow, startAt, mode = "real", speed = 1 }: ClockOptions) {
    this.#realNow = realNow;
    this.#mode = mode;
    this.#speed = speed;
    this.#anchorReal = realNow();
    this.#anchorVirtual = startAt ?? this.#anchorReal;
  }

  now(): number {
    if (this.#mode === "manual") return this.#anchorVirtual;
    const elapsed = (this.#realNow() - this.#anchorReal) * this.#speed;
    return Math.floor(this.#anchorVirtual + elapsed);
  }

  get speed(): number {
    return this.#mode === "manual" ? 0 : this.#speed;
  }

  advance(ms: number): void {
    this.set(this.now() + ms);
  }

  set(at: number): void {
    this.#anchorVirtual = at;
    this.#anchorReal = this.#realNow();
  }

  configure({ mode, speed }: { mode?: "real" | "manual"; speed?: number }): void {
    this.set(this.now());
    if (mode !== undefined) this.#mode = mode;
    if (speed !== undefined) this.#speed = speed;
  }

  state(): ClockState {
    const now = this.now();
    return { mode: this.#mode, speed: this.#speed, now, offsetMs: now - this.#realNow() };
  }

  restore(state: ClockState): void {
    this.#mode = state.mode;
    this.#speed = state.speed;
    this.set(state.mode === "manual" ? state.now : this.#realNow() + state.offsetMs);
  }
}
