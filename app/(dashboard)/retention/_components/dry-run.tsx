"use client";

import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { planRetention } from "#lib/retention/plan-retention.pure";
import { describeRules, type RetentionRules } from "#lib/retention/retention-rules.pure";
import { describeKeepReasons, describeRemoval } from "#lib/retention/retention-words.pure";
import { Field } from "../../../_components/field";
import { Panel } from "../../../_components/panel";
import { toGiBText } from "../../../_components/size.pure";
import { DecisionList, type Decision } from "./decision-list";
import type { Sample } from "./sample";

/** What the rules do to one instance's real images, as they are typed; computed here. */
export function DryRun(props: {
  rules: RetentionRules | null;
  sample: Sample;
  now: number;
  /** The page's own path: which instance is looked at stands in the address. */
  path: string | null;
}) {
  const { rules, sample, now, path } = props;
  const router = useRouter();
  const plan = useMemo(() => decide({ rules, sample, now }), [rules, sample, now]);
  return (
    <Panel title="Dry run">
      <div className="stack">
        {path === null ? null : (
          <Field label="On the images of">
            {(control) => (
              <select
                {...control}
                className="form-select"
                value={sample.instanceId}
                onChange={(event) =>
                  router.replace(`${path}?instance=${encodeURIComponent(event.target.value)}`, {
                    scroll: false,
                  })
                }
              >
                {sample.instances.map(({ id, label }) => (
                  <option key={id} value={id}>
                    {label}
                  </option>
                ))}
              </select>
            )}
          </Field>
        )}
        {plan === null || rules === null ? (
          <p className="muted m-0">Correct what is typed to see what it would do.</p>
        ) : (
          <>
            <p className="m-0" aria-live="polite">
              Keeps {describeRules(rules)}: <strong>{plan.kept} stay</strong>,{" "}
              <strong>{plan.goes} would go</strong>
              {plan.goes > 0 ? ` (${toGiBText(plan.bytes)} at most)` : ""}.
              {plan.frozen ? " Frozen until a scheduled run succeeds." : ""}
            </p>
            <DecisionList decisions={plan.decisions} now={now} />
          </>
        )}
      </div>
    </Panel>
  );
}

function decide(of: { rules: RetentionRules | null; sample: Sample; now: number }) {
  const { rules, sample, now } = of;
  if (rules === null) return null;
  try {
    const { backups, instance } = sample;
    const plan = planRetention({ policy: rules, backups, now, instance });
    const kept = plan.keep.map(({ backup, reasons }): Decision => ({
      id: backup.id,
      createdAt: backup.imageCreatedAt,
      stays: true,
      words: describeKeepReasons(reasons),
      goesAt: null,
    }));
    const goes = plan.remove.map(({ backup, reasons }): Decision => ({
      id: backup.id,
      createdAt: backup.imageCreatedAt,
      stays: false,
      words: describeRemoval(reasons),
      goesAt: null,
    }));
    return {
      kept: kept.length,
      goes: goes.length,
      bytes: plan.remove.reduce((sum, { backup }) => sum + (backup.sizeBytes ?? 0), 0),
      frozen: plan.frozen,
      decisions: [...kept, ...goes].toSorted((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0)),
    };
  } catch (error) {
    // A zone that is still being typed.
    if (error instanceof RangeError) return null;
    throw error;
  }
}
