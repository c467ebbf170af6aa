import { syncBuiltinESMExports } from "node:module";
import timersPromises from "node:timers/promises";
import { parseClockFlag, readClock, type FastClock } from "./fast-clock";

/**
 * Loaded before a process's own code (`node --import`): as on a machine whose clock goes faster,
 * for our code and for every package alike. The times of the protocol stay what they are.
 */
const clock = parseClockFlag(process.argv);
if (clock) quicken(clock);
// Standard input ends with the test that started us, however it ended.
process.stdin.on("end", () => process.exit(1)).resume();

function quicken(fast: FastClock): void {
  const { speed } = fast;
  const realNow = Date.now;
  const now = (): number => readClock(fast, realNow());
  const RealDate = Date;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    apply: () => new RealDate(now()).toString(),
    get: (target, name, receiver) => (name === "now" ? now : Reflect.get(target, name, receiver)),
  });
  const realElapsed = performance.now.bind(performance);
  Object.defineProperty(performance, "now", { value: () => realElapsed() * speed });
  const { setTimeout, setInterval } = globalThis;
  const shorten = (timer: typeof setTimeout | typeof setInterval) =>
    new Proxy(timer, {
      apply: (target, self, [work, delayMs = 0, ...args]: [() => void, number?, ...unknown[]]) =>
        Reflect.apply(target, self, [work, delayMs / speed, ...args]),
    });
  Object.assign(globalThis, { setTimeout: shorten(setTimeout), setInterval: shorten(setInterval) });
  const { timeout } = AbortSignal;
  AbortSignal.timeout = (delayMs) => timeout.call(AbortSignal, Math.ceil(delayMs / speed));
  const { setTimeout: pause } = timersPromises;
  const shortPause: typeof pause = (delayMs = 0, ...rest) => pause(delayMs / speed, ...rest);
  Object.assign(timersPromises, { setTimeout: shortPause });
  syncBuiltinESMExports();
}
