import { expect, test } from "vitest";
import type { EventbridgeObjectDto, InstanceFiringDto } from "#lib/eventbridge/dto";
import { toFiringState } from "./firing-state.pure";

const place = {
  id: "evp_1",
  functionVersion: null,
  functionRuntime: null,
  lastReportAt: null,
  trouble: null,
};

function stepOf(given: Partial<EventbridgeObjectDto>): EventbridgeObjectDto {
  return {
    id: "evo_1",
    kind: "rule",
    name: "amivault-x",
    instanceRef: null,
    linkId: null,
    wanted: true,
    state: "ready",
    message: null,
    errorCode: null,
    suggestion: null,
    expression: null,
    timezone: null,
    confirmedAt: null,
    seenAt: null,
    ...given,
  };
}

function firingOf(given: Partial<InstanceFiringDto>, firedBy: "local" | "eventbridge" = "local") {
  const link = {
    linkId: "lnk_1",
    scheduleId: "sch_1",
    scheduleName: "Nightly",
    firedBy,
    nextDueAt: "2026-02-02T02:00:00.000Z",
    awsFromAt: firedBy === "local" ? null : "2026-02-01T12:00:00.000Z",
    expressions: [],
    timezone: null,
    refusal: null,
    suggestion: null,
  };
  return { scheduler: "eventbridge" as const, place, links: [link], steps: [], ...given };
}

test("an instance that AMIVault starts is quiet, and tells what AWS still has of it", () => {
  expect(toFiringState(firingOf({ scheduler: "local", place: null }))).toEqual({ type: "local" });
  const shared = stepOf({ kind: "function" });
  const own = stepOf({ wanted: false, state: "settling" });
  expect(toFiringState(firingOf({ scheduler: "local", steps: [shared, own] }))).toEqual({
    type: "leaving",
    steps: [own],
  });
});

test("the set-up counts what is ready, and says when a person has to do something", () => {
  const steps = [stepOf({}), stepOf({ state: "waiting" })];
  expect(toFiringState(firingOf({ steps }))).toEqual({ type: "settingUp", steps, ready: 1 });
  const failed = stepOf({ state: "failed" });
  expect(toFiringState(firingOf({ steps: [stepOf({}), failed] }))).toEqual({
    type: "needsYou",
    steps: [failed],
    isFired: false,
  });
  const trouble = { code: null, message: "No way in.", suggestion: null };
  const stuck = firingOf({ place: { ...place, trouble }, steps: [stepOf({})] }, "eventbridge");
  expect(toFiringState(stuck)).toEqual({ type: "needsYou", steps: [], isFired: true });
});

test("it is ready once AWS has everything and every link is handed over", () => {
  expect(toFiringState(firingOf({ steps: [stepOf({})] }))).toMatchObject({ type: "settingUp" });
  expect(toFiringState(firingOf({ steps: [stepOf({})] }, "eventbridge"))).toEqual({
    type: "ready",
    since: "2026-02-01T12:00:00.000Z",
  });
  const old = stepOf({ wanted: false, state: "settling" });
  expect(toFiringState(firingOf({ steps: [stepOf({}), old] }, "eventbridge"))).toMatchObject({
    type: "ready",
  });
});

test("nothing is being set up where no schedule asks for anything", () => {
  expect(toFiringState(firingOf({ place: null, links: [] }))).toEqual({ type: "resting" });
  const paused = firingOf({ steps: [stepOf({})] });
  const links = paused.links.map((link) => ({ ...link, nextDueAt: null }));
  expect(toFiringState({ ...paused, links })).toEqual({ type: "resting" });
});

test("AWS may fire what is due from an instant ahead on: until then nothing is amiss", () => {
  const soon = firingOf({ steps: [stepOf({})] });
  const links = soon.links.map((link) => ({ ...link, awsFromAt: "2026-02-03T00:00:00.000Z" }));
  expect(toFiringState({ ...soon, links })).toMatchObject({ type: "settingUp" });
});

test("a schedule that AWS cannot keep is told, and is no set-up without an end", () => {
  const firing = firingOf({ steps: [stepOf({ kind: "function" })] }, "eventbridge");
  const odd = { ...firingOf({}).links[0], linkId: "lnk_odd", refusal: "Not both." };
  const links = [...firing.links, odd] as typeof firing.links;
  const told = { type: "refused", links: [odd] };
  expect(toFiringState({ ...firing, links })).toEqual({ ...told, isFiredElse: true });
  expect(toFiringState({ ...firing, links: [odd] as typeof links })).toEqual({
    ...told,
    isFiredElse: false,
  });
  const [first] = firing.links;
  const waiting = { ...first, firedBy: "local" } as typeof odd;
  const state = toFiringState({ ...firing, links: [waiting, odd] as typeof links });
  expect(state.type).toBe("settingUp");
});
