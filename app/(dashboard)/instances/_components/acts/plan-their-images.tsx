"use client";

import { useEffect, useRef, useState } from "react";
import { Link } from "../../../../_components/link";
import { Notice } from "../../../../_components/notice";
import { planInstancesRemovalAction } from "../../bulk-actions";

/** One plan's instances at most. */
const PLANNED_AT_ONCE = 200;

type State =
  | { is: "planning" }
  | { is: "planned"; planIds: readonly string[] }
  | { is: "failed"; planIds: readonly string[]; message: string };

/** The second step of a removal: plans of what was removed, to review. */
export function PlanTheirImages({ ids }: { ids: readonly string[] }) {
  const [state, setState] = useState<State>({ is: "planning" });
  const planned = useRef(new Set<string>());
  const planIds = useRef<string[]>([]);
  const start = useRef(async (all: readonly string[]) => {
    setState({ is: "planning" });
    const rest = all.filter((id) => !planned.current.has(id));
    for (let from = 0; from < rest.length; from += PLANNED_AT_ONCE) {
      const part = rest.slice(from, from + PLANNED_AT_ONCE);
      const answer = await planInstancesRemovalAction({ ids: part }).catch(() => null);
      if (answer === null || !answer.ok) {
        const message = answer === null ? "The server did not answer." : answer.error.message;
        return setState({ is: "failed", planIds: planIds.current, message });
      }
      for (const id of part) planned.current.add(id);
      const more = answer.data.planIds.filter((id) => !planIds.current.includes(id));
      planIds.current.push(...more);
    }
    setState({ is: "planned", planIds: planIds.current });
  });
  const key = ids.join();
  useEffect(() => void start.current(key === "" ? [] : key.split(",")), [key]);
  if (state.is === "planning") return <Notice tone="quiet">Planning the deletion…</Notice>;
  if (state.is === "failed") {
    return (
      <Notice tone="bad" live>
        <p>
          <strong>Not everything was planned.</strong> {state.message}
        </p>
        <Plans planIds={state.planIds} />
        <button
          type="button"
          className="btn btn-plain btn-sm"
          onClick={() => void start.current(ids)}
        >
          Plan the rest
        </button>
      </Notice>
    );
  }
  return (
    <Notice tone="run">
      <p>
        {state.planIds.length === 0
          ? "There is no image to plan the deletion of."
          : `Nothing is deleted yet. ${state.planIds.length === 1 ? "The plan is" : "The plans are"} being made, and then ${state.planIds.length === 1 ? "waits" : "wait"} for your review. What is held, or in another plan, stays and is named there.`}
      </p>
      <Plans planIds={state.planIds} />
    </Notice>
  );
}

function Plans({ planIds }: { planIds: readonly string[] }) {
  return planIds.map((id, index) => (
    <Link key={id} href={`/plans/${id}`}>
      {planIds.length === 1 ? "Review the removal plan" : `Review removal plan ${index + 1}`}
    </Link>
  ));
}
