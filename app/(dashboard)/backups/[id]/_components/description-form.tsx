"use client";

import { useRouter } from "next/navigation";
import { startTransition, useState } from "react";
import { Field } from "../../../../_components/field";
import { FormError } from "../../../../_components/form-error";
import { toast } from "../../../../_components/popups";
import { SubmitButton } from "../../../../_components/submit-button";
import { useAction } from "../../../../_components/use-action";
import { updateBackupAction } from "../../actions";

export function DescriptionForm(props: { backupId: string; description: string }) {
  const router = useRouter();
  /** Null until somebody types: then it says what holds, also after another person's change. */
  const [typed, setTyped] = useState<string | null>(null);
  const description = typed ?? props.description;
  const { run, pending, error } = useAction(updateBackupAction, () => {
    // Together with what is saved, so that the value of before is not seen again.
    startTransition(() => {
      setTyped(null);
      router.refresh();
    });
    void toast({ tone: "success", text: "The description is saved." });
  });
  return (
    <form
      className="form-stack"
      onSubmit={(event) => {
        event.preventDefault();
        run({ backupId: props.backupId, description });
      }}
    >
      <FormError error={error} />
      <Field
        label="What this backup is for"
        hint="Here only: the description in AWS stays as it was when the image was made."
        errors={error?.fields?.["description"]}
      >
        {(control) => (
          <input
            {...control}
            className="form-control"
            maxLength={255}
            autoComplete="off"
            value={description}
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
      </Field>
      <div className="form-actions">
        <SubmitButton pending={pending} pendingText="Saving…" className="btn-plain">
          Save the description
        </SubmitButton>
      </div>
    </form>
  );
}
