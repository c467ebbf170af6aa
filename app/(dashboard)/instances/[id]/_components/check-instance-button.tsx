"use client";

import { useRouter } from "next/navigation";
import { RefreshIcon } from "../../../../_components/icons";
import { tell, toast } from "../../../../_components/popups";
import { useAction } from "../../../../_components/use-action";
import { validateInstanceAction } from "../../actions";

/** Looks at AWS now: name, state and volumes follow, and the credential is tried. */
export function CheckInstanceButton({ instanceId }: { instanceId: string }) {
  const router = useRouter();
  const { run, pending, error } = useAction(validateInstanceAction, (answer) => {
    router.refresh();
    if (answer.ok) void toast({ tone: "success", text: answer.message });
    else void tell({ title: answer.message, text: answer.suggestion ?? "" });
  });
  return (
    <>
      <button
        type="button"
        className="btn btn-plain"
        aria-disabled={pending}
        onClick={() => run({ instanceId })}
      >
        <RefreshIcon /> {pending ? "Asking AWS…" : "Check now"}
      </button>
      {error === null ? null : (
        <span className="text-bad small" role="alert">
          {error.message} {error.suggestion}
        </span>
      )}
    </>
  );
}
