"use client";

import { ALERT_KINDS, ALERT_KIND_WORDS } from "#lib/alerts/alert-kinds";
import { Field } from "../../../../_components/field";
import type { ChannelDraft } from "./channel-draft";
import type { ChannelFieldsProps } from "./email-fields";
import { Choices } from "../../../../_components/choices";

export interface AccountOption {
  accountRef: string;
  accountId: string;
}

const STEPS = [0, 1, 2, 3];

/** Which alerts it is told of, and when. */
export function RuleFields(
  props: ChannelFieldsProps & {
    accounts: readonly AccountOption[];
    escalateAfterMinutes: number;
  },
) {
  const { draft, set, errorsOf, accounts, escalateAfterMinutes } = props;
  const steps = STEPS.includes(Number(draft.step)) ? STEPS : [...STEPS, Number(draft.step)];
  return (
    <>
      <div className="form-row">
        <Field label="Told" errors={errorsOf("step")}>
          {(control) => (
            <select
              {...control}
              className="form-select"
              value={draft.step}
              onChange={(event) => set({ step: event.target.value })}
            >
              {steps.map((step) => (
                <option key={step} value={step}>
                  {step === 0
                    ? "At once"
                    : `After ${step * escalateAfterMinutes} minutes, while nobody acknowledges`}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label="Severity" errors={errorsOf("rules.severities")}>
          {(control) => (
            <select
              {...control}
              className="form-select"
              value={draft.severity}
              onChange={(event) =>
                set({ severity: event.target.value as ChannelDraft["severity"] })
              }
            >
              <option value="">Every severity</option>
              <option value="critical">Critical alone</option>
              <option value="warning">Warnings alone</option>
            </select>
          )}
        </Field>
      </div>
      <Choices
        legend="Kinds (none chosen: every kind)"
        options={ALERT_KINDS.map((kind) => ({ value: kind, label: ALERT_KIND_WORDS[kind] }))}
        chosen={draft.kinds}
        onChange={(kinds) => set({ kinds })}
      />
      {accounts.length < 2 ? null : (
        <Choices
          legend="Accounts (none chosen: every account)"
          options={accounts.map(({ accountRef, accountId }) => ({
            value: accountRef,
            label: accountId,
          }))}
          chosen={draft.accountRefs}
          onChange={(accountRefs) => set({ accountRefs })}
        />
      )}
    </>
  );
}
