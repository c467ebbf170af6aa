"use client";

import { useRouter } from "next/navigation";
import { RefreshIcon } from "../../../_components/icons";
import { tell, toast } from "../../../_components/popups";
import { useAction } from "../../../_components/use-action";
import { validateCredentialAction } from "../actions";

export function CheckButton({ credentialId }: { credentialId: string }) {
  const router = useRouter();
  const { run, pending, error } = useAction(validateCredentialAction, (answer) => {
    router.refresh();
    if (answer.ok) void toast({ tone: "success", text: answer.message });
    else void tell({ title: answer.message, text: answer.suggestion ?? "" });
  });
  return (
    <span className="d-flex align-items-center gap-2">
      {error === null ? null : (
        <span className="text-bad small" role="alert">
          {error.message} {error.suggestion}
        </span>
      )}
      <button
        type="button"
        className="btn btn-plain"
        aria-disabled={pending}
        onClick={() => run({ credentialId })}
      >
        <RefreshIcon /> {pending ? "Asking AWS…" : "Check now"}
      </button>
    </span>
  );
}
