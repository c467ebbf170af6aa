"use client";

import { useRouter } from "next/navigation";
import { focusMain } from "../../../_components/focus-main";
import { toast } from "../../../_components/popups";
import { useToldAction } from "../../../_components/use-told-action";
import { endSessionAction } from "../session-actions";

/** Without a question: whoever was signed in there signs in again. */
export function EndSession({ sessionId, name }: { sessionId: string; name: string }) {
  const router = useRouter();
  const { run, pending } = useToldAction(endSessionAction, {
    failed: "The session was not ended",
    onSuccess: () => {
      focusMain();
      router.refresh();
      void toast({ tone: "success", text: `Signed out there: ${name}.` });
    },
  });
  return (
    <button
      type="button"
      className="btn btn-plain btn-sm"
      aria-label={`End the session: ${name}`}
      aria-disabled={pending}
      onClick={() => run({ sessionId })}
    >
      {pending ? "Ending…" : "End"}
    </button>
  );
}
