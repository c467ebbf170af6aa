"use client";

import { Field } from "../../../../_components/field";
import type { Gifts } from "../../discover/_components/read-gifts";
import type { RuleDraft } from "./rule-draft.pure";

/** Beside schedules: the policy, and whether a backup reboots. */
export function GiftFields(props: {
  draft: RuleDraft;
  set: (changed: Partial<RuleDraft>) => void;
  gifts: Gifts;
  errorsOf: (field: string) => readonly string[] | undefined;
}) {
  const { draft, set, gifts } = props;
  const settled = gifts.rebootOnBackup ? "it reboots" : "it keeps running";
  return (
    <div className="form-row">
      {gifts.policies === null ? null : (
        <Field label="Retention policy" errors={props.errorsOf("retentionPolicyId")}>
          {(control) => (
            <select
              {...control}
              className="form-select"
              value={draft.policyId}
              onChange={(event) => set({ policyId: event.target.value })}
            >
              <option value="">The default</option>
              {gifts.policies?.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      <Field label="The instance during a backup">
        {(control) => (
          <select
            {...control}
            className="form-select"
            value={draft.reboot}
            onChange={(event) => {
              const { value } = event.target;
              set({ reboot: value === "yes" || value === "no" ? value : "" });
            }}
          >
            <option value="">As the settings say ({settled})</option>
            <option value="no">Keeps running</option>
            <option value="yes">Reboots</option>
          </select>
        )}
      </Field>
    </div>
  );
}
