import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EventbridgeKind } from "../db/schema/constants";
import { isFiring, KIND_ORDER } from "./kind-rules.pure";
import { nextStep, type StepRow } from "./next-step.pure";

const NOW = 1_000_000;

interface Row extends StepRow {
  id: string;
}

function row(kind: EventbridgeKind, more: Partial<Row> = {}): Row {
  const instanceRef = isFiring(kind) || kind === "protect_tag" ? "ins_1" : null;
  return {
    id: kind,
    kind,
    instanceRef,
    wanted: true,
    state: "waiting",
    confirmedHash: null,
    overruledAt: null,
    notBeforeAt: null,
    ...more,
  };
}

const ALL = KIND_ORDER.filter((kind) => kind !== "one_time");

/** Does what is next until nothing is: the order in which it was done. */
function play(rows: readonly Row[]): string[] {
  let open = [...rows];
  const order: string[] = [];
  for (let step = nextStep(open, NOW); step.type === "work"; step = nextStep(open, NOW)) {
    const done = new Set(step.rows.map(({ id }) => id));
    order.push(...done);
    open = open.flatMap((each): Row[] => {
      if (!done.has(each.id)) return [each];
      return each.wanted ? [{ ...each, state: "ready", confirmedHash: "h" }] : [];
    });
  }
  return order;
}

describe("nextStep", () => {
  it("makes the kinds in their order and removes them in the opposite one", () => {
    expect(play(ALL.map((kind) => row(kind)))).toEqual(ALL);
    const leaving = ALL.map((kind) => row(kind, { wanted: false, confirmedHash: "h" }));
    expect(play(leaving)).toEqual(ALL.toReversed());
  });

  it("makes no rule while something it needs has failed, and one while anything else has", () => {
    const failed = { state: "failed", notBeforeAt: NOW + 5_000 } as const;
    const stopping = ALL.filter((kind) => {
      const rows = ALL.map((each) => row(each, each === kind ? failed : {}));
      return !play(rows).includes("rule");
    });
    expect(stopping).toEqual(["function_role", "function", "permission", "protect_tag", "rule"]);
  });

  it("removes all the rest when one thing that nothing needs cannot be removed", () => {
    const leaving = ALL.map((kind) =>
      row(kind, {
        wanted: false,
        ...(kind === "alarm" ? { state: "failed", notBeforeAt: NOW + 5_000 } : {}),
      }),
    );
    expect(play(leaving)).toEqual(ALL.toReversed().filter((kind) => kind !== "alarm"));
  });

  it("goes on with what AWS has of before, when only a change of it was refused", () => {
    const rows = ALL.map((kind) =>
      row(
        kind,
        kind === "function" ? { state: "failed", notBeforeAt: NOW + 1, confirmedHash: "h" } : {},
      ),
    );
    expect(play(rows)).toContain("rule");
  });

  it("waits for one instance's tag, not for another's", () => {
    const rows = [
      row("protect_tag", { id: "a-tag", instanceRef: "a", state: "failed", notBeforeAt: NOW + 9 }),
      row("rule", { id: "a-rule", instanceRef: "a" }),
      row("protect_tag", { id: "b-tag", instanceRef: "b" }),
      row("rule", { id: "b-rule", instanceRef: "b" }),
    ];
    expect(play(rows)).toEqual(["b-tag", "b-rule"]);
  });

  it("keeps the function while a rule may still invoke it, and takes no decision of a person's", () => {
    const rows = [
      row("function", { wanted: false }),
      row("rule", { wanted: false, state: "changed" }),
    ];
    expect(nextStep(rows, NOW)).toEqual({ type: "rest" });
    const decided = rows.map((each) => ({ ...each, overruledAt: NOW }));
    expect(play(decided)).toEqual(["rule", "function"]);
  });

  it("makes the new before it removes the old, so that no moment is without either", () => {
    const rows = [row("rule", { wanted: false, confirmedHash: "h" }), row("schedule")];
    expect(play(rows)).toEqual(["schedule", "rule"]);
  });

  it("says how long to wait for what was put off", () => {
    const rows = [
      row("function", { state: "settling", notBeforeAt: NOW + 1_500 }),
      row("alarm", { state: "failed", notBeforeAt: NOW + 60_000 }),
      row("log_group", { state: "ready" }),
    ];
    expect(nextStep(rows, NOW)).toEqual({ type: "wait", waitMs: 1_500 });
  });

  it("is found at once among the objects of thousands of instances", () => {
    const later = NOW + 60_000;
    const refs = Array.from({ length: 5_000 }, (_, index) => `ins_${index}`);
    const rows = refs.flatMap((instanceRef) => [
      row("protect_tag", { id: `t-${instanceRef}`, instanceRef, notBeforeAt: later }),
      ...[1, 2, 3].map((n) => row("schedule", { id: `${n}-${instanceRef}`, instanceRef })),
    ]);
    const beganAt = performance.now();
    expect(nextStep(rows, NOW)).toEqual({ type: "wait", waitMs: 60_000 });
    // Seconds where each row is held against each other.
    expect(performance.now() - beganAt).toBeLessThan(500);
  });

  it("ends for every mixture of rows, and leaves nothing that it could do", () => {
    const anyRow = fc.record({
      kind: fc.constantFrom(...KIND_ORDER),
      instance: fc.constantFrom("a", "b"),
      wanted: fc.boolean(),
      state: fc.constantFrom("waiting", "settling", "ready", "changed", "missing", "failed"),
      overruled: fc.boolean(),
      confirmed: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 20 }), (anyRows) => {
        const rows = anyRows.map(({ kind, instance, wanted, state, overruled, confirmed }, index) =>
          row(kind, {
            id: String(index),
            wanted,
            state: state as Row["state"],
            overruledAt: overruled ? NOW : null,
            confirmedHash: confirmed ? "h" : null,
            ...(isFiring(kind) || kind === "protect_tag" ? { instanceRef: instance } : {}),
          }),
        );
        const order = play(rows);
        expect(new Set(order).size).toBe(order.length);
      }),
    );
  });
});
