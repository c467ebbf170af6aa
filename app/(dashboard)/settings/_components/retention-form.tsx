"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { RetentionPolicyDto } from "#lib/retention/dto";
import { Field } from "../../../_components/field";
import { FormError } from "../../../_components/form-error";
import { Link } from "../../../_components/link";
import { toast } from "../../../_components/popups";
import { SubmitButton } from "../../../_components/submit-button";
import { useAction } from "../../../_components/use-action";
import { useAsking } from "../../retention/_components/use-asking";
import { updateSettingsAction } from "../actions";

export function RetentionForm(props: { policy: RetentionPolicyDto; mayWrite: boolean }) {
  const router = useRouter();
  const { id, enforced, keepDays, keepCount, tiers, floor, zone } = props.policy;
  const [days, setDays] = useState(keepDays === null ? "" : String(keepDays));
  const { run, pending, error } = useAction(updateSettingsAction, () => {
    router.refresh();
    void toast({ tone: "success", text: "The default retention is saved." });
  });
  const { asking, ask } = useAsking();
  const save = async () => {
    if (asking) return;
    const retentionDays = /^\d{1,6}$/.test(days.trim()) ? Number(days) : Number.NaN;
    const rules = { keepDays: retentionDays, keepCount, tiers, floor, zone };
    // What is no number of days goes by no question: it is refused beside its field.
    const isAge = retentionDays >= 1;
    if (enforced && isAge && !(await ask({ policyId: id, rules }))) return;
    run({ retentionDays });
  };
  return (
    <form
      className="form-stack"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <p className="muted m-0">
        The default policy removes what is older, down to its floor, wherever it is enforced. Its
        other rules, and policies beside it, are on the{" "}
        <Link href="/retention">retention page</Link>.
      </p>
      <FormError error={error} />
      <Field label="Keep backups for (days)" errors={error?.fields?.["retentionDays"]}>
        {(control) => (
          <input
            {...control}
            className="form-control field-short"
            inputMode="numeric"
            autoComplete="off"
            readOnly={!props.mayWrite}
            value={days}
            onChange={(event) => setDays(event.target.value)}
          />
        )}
      </Field>
      {props.mayWrite ? (
        <div className="form-actions">
          <SubmitButton
            pending={asking || pending}
            pendingText={asking ? "Looking at what it would remove…" : "Saving…"}
            className="btn-plain"
          >
            Save the default retention
          </SubmitButton>
        </div>
      ) : null}
    </form>
  );
}
