"use client";

import { useRouter } from "next/navigation";
import { focusMain } from "../../../../_components/focus-main";
import { FormError } from "../../../../_components/form-error";
import { useAction } from "../../../../_components/use-action";
import { cancelPlanAction } from "../../actions";

export function CancelPlan({ planId }: { planId: string }) {
  const router = useRouter();
  const { run, pending, error } = useAction(cancelPlanAction, () => {
    focusMain();
    router.refresh();
  });
  return (
    <div className="stack-tight">
      <button
        type="button"
        className="btn btn-plain"
        aria-disabled={pending}
        onClick={() => run({ planId })}
      >
        {pending ? "Cancelling…" : "Cancel the plan"}
      </button>
      <FormError error={error} />
    </div>
  );
}
