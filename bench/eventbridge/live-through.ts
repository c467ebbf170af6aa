import { Firing } from "#simulator/automation/firing";
import { say } from "../report";
import type { Application } from "./application";
import type { Outage } from "./outages";
import type { YearWorld } from "./world";

/** Something that happens at a moment, with the application up. */
export interface Happening {
  at: number;
  run: () => Promise<void>;
}

interface Span {
  to: number;
  outages?: readonly Outage[];
  happenings?: readonly Happening[];
  /** Ends as soon as this holds. */
  until?: () => Promise<boolean>;
}

const TELL_EVERY_MS = 15_000;

/**
 * From event to event, whoever has one next: AWS fires and its functions run to their end, then the
 * application does what is due, unless it is down. Both clocks always show the same.
 */
export async function liveThrough(
  world: YearWorld,
  application: Application,
  { to, outages = [], happenings = [], until }: Span,
): Promise<void> {
  const { sim, runtime, callbacks } = world;
  const firing = new Firing(sim.simulator);
  const left = [...happenings];
  let toldAt = performance.now();
  let wakeAt = runtime.clock.now() + 1;
  for (;;) {
    const now = runtime.clock.now();
    if (now >= to) return;
    const outage = outages.find(({ from, to }) => from <= now && now < to);
    callbacks.isUp = outage === undefined;
    const next = [to, firing.nextDueAt() ?? to, left[0]?.at ?? to];
    next.push(outage ? outage.to : wakeAt, ...outages.map(({ from }) => from));
    const at = Math.min(...next.filter((instant) => instant > now), to);
    runtime.clock.set(at);
    await sim.control.setTime({ now: at });
    if (outages.some(({ from, to }) => from <= at && at < to)) continue;
    if (outage) application.comeBack();
    callbacks.isUp = true;
    await callbacks.release();
    while (left[0] && left[0].at <= at) await left.shift()?.run();
    if (at >= application.readyAt()) await application.work();
    wakeAt = Math.max(application.readyAt(), await application.nextAt());
    if (until && (await until())) return;
    if (performance.now() - toldAt > TELL_EVERY_MS) {
      toldAt = performance.now();
      say(`  ${new Date(at).toISOString().slice(0, 16)}: ${callbacks.figures.reports} reports`);
    }
  }
}
