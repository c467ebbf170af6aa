"use client";

import { useRouter } from "next/navigation";
import { RefreshIcon } from "../../../_components/icons";
import { toast } from "../../../_components/popups";
import { useAction } from "../../../_components/use-action";
import { validateCredentialAction } from "../actions";

export function CheckButton({ credentialId }: { credentialId: string }) {
  const router = useRouter();
  const { run, pending, error } = useAction(validateCredentialAction, (answer) => {
    router.refresh();
    void toast({ tone: answer.ok ? "success" : "error", text: answer.message });
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
