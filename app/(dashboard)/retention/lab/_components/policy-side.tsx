"use client";

import type { ReactNode } from "react";
import type { RetentionPolicyDto } from "#lib/retention/dto";
import { describeRules, TIERS } from "#lib/retention/retention-rules.pure";
import { Field } from "../../../../_components/field";
import { Panel } from "../../../../_components/panel";
import { ZoneInput } from "../../../../_components/schedule/zone-input";
import type { DraftNumber, PolicyDraft } from "../../_components/policy-draft.pure";
import type { ReadRules } from "../../_components/read-rules.pure";

const TIER_LABELS = {
  hourly: "Hours",
  daily: "Days",
  weekly: "Weeks",
  monthly: "Months",
  yearly: "Years",
} as const;

/** One of the two policies: which it is, and its numbers to type over. */
export function PolicySide(props: {
  side: "A" | "B";
  lead: string;
  /** The saved policy that it is; null for a draft. */
  source: string | null;
  policies: readonly RetentionPolicyDto[];
  /** The instance's own rules, where it has some. */
  own: RetentionPolicyDto | null;
  draft: PolicyDraft;
  read: ReadRules;
  onDraft: (changes: Partial<PolicyDraft>) => void;
  onSource: (policyId: string) => void;
  foot?: ReactNode;
}) {
  const { side, lead, source, own, draft, read } = props;
  const number = (name: DraftNumber, label: string) => (
    <NumberField
      key={name}
      label={label}
      value={draft[name]}
      error={read.errors?.[name]}
      onChange={(value) => props.onDraft({ [name]: value })}
    />
  );
  return (
    <Panel
      title={
        <>
          Policy {side} <span className="muted lab-lead">{lead}</span>
        </>
      }
      foot={props.foot}
    >
      <div className="form-stack">
        <p className="lab-keeps" aria-live="polite">
          {read.rules === null ? (
            "Correct what is typed to see what it would do."
          ) : (
            <>
              Keeps <strong>{describeRules(read.rules)}</strong>, and at least {read.rules.floor}.
            </>
          )}
        </p>
        <Field label={side === "A" ? "Which one" : "Start from"}>
          {(control) => (
            <select
              {...control}
              className="form-select hostile"
              value={source ?? ""}
              onChange={(event) => props.onSource(event.target.value)}
            >
              {source === null ? <option value="">a draft</option> : null}
              {own === null ? null : <option value={own.id}>the instance’s own rules</option>}
              {props.policies.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
        <div className="lab-numbers">
          {number("keepDays", "All for days")}
          {number("keepCount", "The newest")}
          {number("floor", "At least")}
        </div>
        <fieldset className="fieldset">
          <legend>The newest backup of each of the last</legend>
          <div className="lab-numbers">{TIERS.map((tier) => number(tier, TIER_LABELS[tier]))}</div>
        </fieldset>
        <ZoneInput
          value={draft.zone}
          onChange={(zone) => props.onDraft({ zone })}
          errors={read.errors?.zone === undefined ? undefined : [read.errors.zone]}
        />
      </div>
    </Panel>
  );
}

function NumberField(props: {
  label: string;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}) {
  return (
    <Field label={props.label} errors={props.error === undefined ? undefined : [props.error]}>
      {(control) => (
        <input
          {...control}
          className="form-control"
          inputMode="numeric"
          autoComplete="off"
          value={props.value}
          onChange={(event) => props.onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
