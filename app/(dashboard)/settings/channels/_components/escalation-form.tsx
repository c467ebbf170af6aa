"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormError } from "../../../../_components/form-error";
import { toast } from "../../../../_components/popups";
import { SubmitButton } from "../../../../_components/submit-button";
import { useAction } from "../../../../_components/use-action";
import { updateSettingsAction } from "../../actions";
import { TextField } from "./text-field";

export function EscalationForm(props: { minutes: number }) {
  const router = useRouter();
  const [minutes, setMinutes] = useState(String(props.minutes));
  const { run, pending, error } = useAction(updateSettingsAction, () => {
    router.refresh();
    void toast({ tone: "success", text: "The pause between steps is saved." });
  });
  return (
    <form
      className="form-stack"
      onSubmit={(event) => {
        event.preventDefault();
        const whole = /^\d{1,5}$/.test(minutes.trim());
        run({ escalateAfterMinutes: whole ? Number(minutes) : Number.NaN });
      }}
    >
      <FormError error={error} />
      <TextField
        label="Minutes until the next step is told"
        hint="While nobody acknowledges an alert, it goes on to the channels of the next step."
        numeric
        value={minutes}
        onChange={setMinutes}
        errors={error?.fields?.["escalateAfterMinutes"]}
      />
      <div className="form-actions">
        <SubmitButton pending={pending} pendingText="Saving…" className="btn-plain">
          Save
        </SubmitButton>
      </div>
    </form>
  );
}
