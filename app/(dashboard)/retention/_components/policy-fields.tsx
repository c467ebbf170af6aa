"use client";

import type { ActionError } from "#lib/web/action-result";
import { Field } from "../../../_components/field";
import { ZoneInput } from "../../../_components/schedule/zone-input";
import type { DraftNumber, PolicyDraft } from "./policy-draft.pure";

interface FieldsProps {
  draft: PolicyDraft;
  onChange: (changes: Partial<PolicyDraft>) => void;
  error: ActionError | null;
  /** An instance's own policy has no name and no records of its own. */
  own: boolean;
}

const TIER_FIELDS = [
  ["hourly", "Hours"],
  ["daily", "Days"],
  ["weekly", "Weeks"],
  ["monthly", "Months"],
  ["yearly", "Years"],
] as const;

export function PolicyFields(props: FieldsProps) {
  const { draft, onChange, error, own } = props;
  return (
    <>
      {own ? null : (
        <Field label="Name" errors={error?.fields?.["name"]}>
          {(control) => (
            <input
              {...control}
              className="form-control"
              autoComplete="off"
              maxLength={100}
              value={draft.name}
              onChange={(event) => onChange({ name: event.target.value })}
            />
          )}
        </Field>
      )}
      <div className="form-row">
        <NumberField {...props} name="keepDays" label="Keep everything for (days)" />
        <NumberField {...props} name="keepCount" label="Keep the newest" />
      </div>
      <fieldset className="fieldset">
        <legend>Keep the newest backup of each of the last</legend>
        <div className="tier-fields">
          {TIER_FIELDS.map(([tier, label]) => (
            <NumberField key={tier} {...props} name={tier} label={label} path={`tiers.${tier}`} />
          ))}
        </div>
      </fieldset>
      <div className="form-row">
        <NumberField
          {...props}
          name="floor"
          label="Always keep at least"
          hint="The floor: so many stay, however old they are."
        />
        <ZoneInput
          value={draft.zone}
          onChange={(zone) => onChange({ zone })}
          errors={error?.fields?.["zone"]}
        />
      </div>
      {own ? null : (
        <NumberField
          {...props}
          name="recordDays"
          label="Keep records of failed runs for (days)"
          hint="Empty: 90 days."
        />
      )}
      <label className="choice">
        <input
          type="checkbox"
          className="form-check-input"
          checked={draft.enforced}
          onChange={(event) => onChange({ enforced: event.target.checked })}
        />
        <span>
          <strong>Enforced</strong>
          <small>
            What no rule keeps is removed by itself, after proof. Switched off, nothing is.
          </small>
        </span>
      </label>
    </>
  );
}

function NumberField(
  props: FieldsProps & { name: DraftNumber; label: string; path?: string; hint?: string },
) {
  const { name, label, draft, error } = props;
  return (
    <Field label={label} hint={props.hint} errors={error?.fields?.[props.path ?? name]}>
      {(control) => (
        <input
          {...control}
          className="form-control field-short"
          inputMode="numeric"
          autoComplete="off"
          value={draft[name]}
          onChange={(event) => props.onChange({ [name]: event.target.value })}
        />
      )}
    </Field>
  );
}
