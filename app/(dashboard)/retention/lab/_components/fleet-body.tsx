"use client";

import type { RetentionPolicyDto } from "#lib/retention/dto";
import type { RetentionRules } from "#lib/retention/retention-rules.pure";
import { Notice } from "../../../../_components/notice";
import type { Comparison } from "../../_components/run-comparison";
import { FleetResult } from "./fleet-result";
import type { LabScope } from "./lab-address.pure";
import { useComparison } from "./use-comparison";

export interface FleetProps {
  scope: LabScope;
  /** The policy whose followers may be asked for; null where A is an instance's own. */
  policy: RetentionPolicyDto | null;
  /** Null: what each instance follows today. */
  a: RetentionRules | null;
  b: RetentionRules | null;
  price: number;
  onScope: (scope: LabScope) => void;
}

/** The same question of many instances at once, answered by the server part by part. */
export function FleetBody(props: FleetProps) {
  const { policy, a, b } = props;
  const scope = props.scope === "policy" && policy !== null ? "policy" : "all";
  const input =
    b === null
      ? null
      : {
          rules: b,
          year: true,
          ...(a === null ? {} : { against: a }),
          ...(scope === "policy" && policy ? { policyId: policy.id } : {}),
        };
  const { run, cancel, state } = useComparison(input);
  return (
    <div className="stack">
      <p className="m-0">
        What B would remove that {a === null ? "today’s policy of each instance" : "A"} keeps, over
        every image there is.
      </p>
      <div className="lab-fleet-form">
        <fieldset className="fieldset choices-row">
          <legend className="visually-hidden">Which instances</legend>
          {policy === null ? null : (
            <label className="choice">
              <input
                type="radio"
                name="scope"
                className="form-check-input"
                checked={scope === "policy"}
                onChange={() => props.onScope("policy")}
              />
              <span>
                {policy.instanceCount === 1
                  ? "The one that follows"
                  : `The ${policy.instanceCount.toLocaleString("en-US")} that follow`}{" "}
                <bdi>“{policy.name}”</bdi>
              </span>
            </label>
          )}
          <label className="choice">
            <input
              type="radio"
              name="scope"
              className="form-check-input"
              checked={scope === "all"}
              onChange={() => props.onScope("all")}
            />
            <span>All instances</span>
          </label>
        </fieldset>
        {state.status === "running" ? (
          <button type="button" className="btn btn-plain" onClick={cancel}>
            Stop
          </button>
        ) : (
          <button
            type="button"
            className="btn btn-plain"
            aria-disabled={input === null}
            onClick={run}
          >
            Compare over them
          </button>
        )}
      </div>
      {state.status === "running" ? <Progress comparison={state.comparison} /> : null}
      {state.status === "failed" ? (
        <Notice tone="bad" live>
          The comparison ended before its time: the server did not answer it. Try again.
        </Notice>
      ) : null}
      {state.status === "done" && state.isOld ? (
        <Notice tone="quiet">These figures are of rules that were changed since.</Notice>
      ) : null}
      {state.comparison === null ? null : (
        <FleetResult
          comparison={state.comparison}
          isDone={state.status === "done"}
          price={props.price}
          b={b}
        />
      )}
    </div>
  );
}

function Progress({ comparison }: { comparison: Comparison | null }) {
  const done = comparison?.total?.instances ?? 0;
  const all = comparison?.instancesInAll ?? 0;
  return (
    <div className="progress-line" role="status">
      <progress className="bar" max={Math.max(1, all)} value={done} aria-label="Compared" />
      <span>{all === 0 ? "Beginning…" : `${done} of ${all} instances`}</span>
    </div>
  );
}
