import { describe, expect, it } from "vitest";
import { VirtualClock } from "./clock";

describe("virtual time", () => {
  it("follows real time at its speed, from where it was put", () => {
    let real = 1_000_000;
    const clock = new VirtualClock({ realNow: () => real, startAt: 0, speed: 60 });
    real += 1000;
    expect(clock.now()).toBe(60_000);
    clock.configure({ speed: 1 });
    real += 1000;
    expect(clock.now()).toBe(61_000);
    clock.advance(10);
    expect(clock.now()).toBe(61_010);
  });

  it("stands until it is advanced when it is manual", () => {
    let real = 0;
    const clock = new VirtualClock({ realNow: () => real, startAt: 5, mode: "manual" });
    real = 1_000_000;
    expect(clock.now()).toBe(5);
    clock.advance(2);
    expect(clock.now()).toBe(7);
  });

  it("is restored as far from real time as it was", () => {
    let real = 0;
    const clock = new VirtualClock({ realNow: () => real });
    clock.advance(5000);
    const state = clock.state();
    real = 100_000;
    const restored = new VirtualClock({ realNow: () => real });
    restored.restore(state);
    expect(restored.now()).toBe(105_000);
  });
});
