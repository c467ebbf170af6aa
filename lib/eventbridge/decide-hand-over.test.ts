import { describe, expect, it } from "vitest";
import type { EventbridgeKind, EventbridgeState } from "../db/schema/constants";
import { decideHandOver, type FiredLink, type FiringRow } from "./decide-hand-over.pure";
import { KIND_ORDER, isEssential } from "./kind-rules.pure";

const link: FiredLink = {
  linkId: "lnk_1",
  instanceRef: "ins_1",
  scheduler: "local",
  awsVersion: null,
  scheduleVersion: 3,
};
const handedOver: FiredLink = { ...link, scheduler: "eventbridge", awsVersion: 3 };

function row(kind: EventbridgeKind, more: Partial<FiringRow> = {}): FiringRow {
  return {
    kind,
    instanceRef: null,
    linkId: null,
    wanted: true,
    state: "ready",
    specHash: "h",
    confirmedHash: "h",
    scheduleVersion: null,
    ...more,
  };
}

const PLACE = KIND_ORDER.slice(0, KIND_ORDER.indexOf("protect_tag")).map((kind) => row(kind));
const OWN = [row("protect_tag"), row("rule", { scheduleVersion: 3 })];

function withState(kind: EventbridgeKind, more: Partial<FiringRow>) {
  const change = (each: FiringRow) => (each.kind === kind ? { ...each, ...more } : each);
  return { place: PLACE.map(change), own: OWN.map(change) };
}

describe("decideHandOver", () => {
  it("hands over when everything stands as wanted, and then stays", () => {
    expect(decideHandOver(link, { place: PLACE, own: OWN })).toBe("to_aws");
    expect(decideHandOver(handedOver, { place: PLACE, own: OWN })).toBe("stay");
  });

  it.each(KIND_ORDER.filter((kind) => !["schedule", "one_time"].includes(kind)))(
    "%s: does not hand over before it stands, if it is needed",
    (kind) => {
      const rows = withState(kind, { state: "waiting", confirmedHash: null });
      expect(decideHandOver(link, rows)).toBe(isEssential(kind) ? "stay" : "to_aws");
    },
  );

  it.each<EventbridgeState>(["changed", "missing"])(
    "takes back what is %s in AWS, and keeps what is only being updated or was refused a change",
    (state) => {
      for (const kind of ["rule", "function", "protect_tag"] as const) {
        expect(decideHandOver(handedOver, withState(kind, { state })), kind).toBe("to_us");
      }
      for (const kept of ["waiting", "settling", "failed"] as const) {
        const rows = withState("function", { state: kept, specHash: "new" });
        expect(decideHandOver(handedOver, rows), kept).toBe("stay");
      }
      expect(decideHandOver(handedOver, withState("alarm", { state }))).toBe("stay");
    },
  );

  it("takes back what AWS refuses to fire as it is wanted now, and never trusts what has no row", () => {
    const refused = withState("rule", { state: "failed", specHash: "new" });
    expect(decideHandOver(handedOver, refused)).toBe("to_us");
    for (const kind of ["function", "permission"] as const) {
      const place = PLACE.filter((each) => each.kind !== kind);
      expect(decideHandOver(link, { place, own: OWN }), kind).toBe("stay");
    }
    const untagged = OWN.filter(({ kind }) => kind !== "protect_tag");
    expect(decideHandOver(link, { place: PLACE, own: untagged })).toBe("stay");
  });

  it("takes back what nothing is wanted of any more", () => {
    const own = OWN.map((each) => ({ ...each, wanted: false }));
    expect(decideHandOver(handedOver, { place: PLACE, own })).toBe("to_us");
    expect(decideHandOver(link, { place: PLACE, own })).toBe("stay");
  });

  it("hands over the schedule that AWS has, never a newer one, and anew after an edit", () => {
    const edited = { ...handedOver, scheduleVersion: 4 };
    expect(decideHandOver(edited, { place: PLACE, own: OWN })).toBe("stay");
    const own = OWN.map((each) => ({ ...each, scheduleVersion: 4 }));
    expect(decideHandOver(edited, { place: PLACE, own })).toBe("to_aws");
  });
});
