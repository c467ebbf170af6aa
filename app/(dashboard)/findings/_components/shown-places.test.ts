import { expect, test } from "vitest";
import type { ReconcileRunDto } from "#lib/reconcile/dto";
import { PLACES_SHOWN, toShownPlaces } from "./shown-places.pure";

function place(number: number, state: "done" | "failed" | "running"): ReconcileRunDto {
  const run = {
    id: `rec_${number}`,
    state,
    startedAt: "2026-01-01T00:00:00.000Z",
    endedAt: null,
    requestedBy: null,
    imageCount: 0,
    snapshotCount: 0,
    callCount: 0,
    counts: {},
    error: null,
  };
  return { accountRef: `acc_${number}`, accountId: `${number}`, region: "eu-west-1", run };
}

const ALL = Array.from({ length: PLACES_SHOWN * 2 + 5 }, (_, number) =>
  place(number, number === 44 ? "failed" : number === 43 ? "running" : "done"),
);
const numbers = (wanted: string) => toShownPlaces(ALL, wanted).places.map((each) => each.accountId);

test("what broke off comes first, then what is under way, then the rest in its order", () => {
  expect(numbers("1").slice(0, 4)).toEqual(["44", "43", "0", "1"]);
});

test("each place is in one part, and all of them are in some part", () => {
  const all = ["1", "2", "3"].flatMap(numbers);
  expect(all).toHaveLength(ALL.length);
  expect(new Set(all).size).toBe(ALL.length);
  expect(toShownPlaces(ALL, "1")).toMatchObject({ part: 1, parts: 3, total: 45 });
});

test("an address that makes no sense shows the first part, one beyond the end the last", () => {
  expect(numbers("-1")).toEqual(numbers("1"));
  expect(numbers("x")).toEqual(numbers("1"));
  expect(numbers("900")).toEqual(numbers("3"));
  expect(toShownPlaces([], "1")).toEqual({ places: [], part: 1, parts: 1, total: 0 });
});
