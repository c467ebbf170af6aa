"use client";

import { useRouter } from "next/navigation";
import { FormError } from "../../../_components/form-error";
import { TrashIcon } from "../../../_components/icons";
import { confirm } from "../../../_components/popups";
import { useAction } from "../../../_components/use-action";
import { deleteCredentialAction } from "../actions";

export function DeleteCredentialButton(props: {
  credentialId: string;
  name: string;
  usedByCount: number;
}) {
  const router = useRouter();
  const { run, pending, error } = useAction(deleteCredentialAction, () => {
    router.push("/credentials");
  });
  const ask = async () => {
    const agreed = await confirm({
      title: `Delete the credential “${props.name}”?`,
      text: "AMIVault forgets its secret. Nothing changes in AWS: the key or role stays there, and so does every image.",
      confirmText: "Delete the credential",
      destroys: true,
    });
    if (agreed) run({ credentialId: props.credentialId });
  };
  const { usedByCount } = props;
  return (
    <div className="stack">
      <p className="muted m-0">
        {usedByCount === 0
          ? "No instance is reached by it. Images in AWS stay as they are."
          : `${usedByCount === 1 ? "One instance is" : `${usedByCount} instances are`} reached by it: give them another credential first.`}
      </p>
      <FormError error={error} />
      <div>
        <button
          type="button"
          className="btn btn-destroy"
          aria-disabled={pending}
          onClick={() => void ask()}
        >
          <TrashIcon /> {pending ? "Deleting…" : "Delete the credential"}
        </button>
      </div>
    </div>
  );
}
