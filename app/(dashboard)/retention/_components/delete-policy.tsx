"use client";

import { useRouter } from "next/navigation";
import { FormError } from "../../../_components/form-error";
import { TrashIcon } from "../../../_components/icons";
import { confirm } from "../../../_components/popups";
import { useAction } from "../../../_components/use-action";
import { deletePolicyAction } from "../actions";

export function DeletePolicy(props: { policyId: string; name: string }) {
  const router = useRouter();
  const { run, pending, error } = useAction(deletePolicyAction, () => router.push("/retention"));
  const ask = async () => {
    const agreed = await confirm({
      title: `Delete the policy “${props.name}”?`,
      text: "No image is removed by it. It must be followed by no instance.",
      confirmText: "Delete the policy",
      destroys: true,
    });
    if (agreed) run({ policyId: props.policyId });
  };
  return (
    <div className="stack">
      <FormError error={error} />
      <div>
        <button
          type="button"
          className="btn btn-destroy"
          aria-disabled={pending}
          onClick={() => void ask()}
        >
          <TrashIcon /> {pending ? "Deleting…" : "Delete the policy"}
        </button>
      </div>
    </div>
  );
}
