"use client";

import { useRouter } from "next/navigation";
import { toCountText } from "../../../_components/count-text.pure";
import { focusMain } from "../../../_components/focus-main";
import { confirm, toast } from "../../../_components/popups";
import { useToldAction } from "../../../_components/use-told-action";
import { endOtherSessionsAction } from "../session-actions";

export function EndOtherSessions({ count }: { count: number }) {
  const router = useRouter();
  const { run, pending } = useToldAction(endOtherSessionsAction, {
    failed: "They were not ended",
    onSuccess: (ended) => {
      focusMain();
      router.refresh();
      void toast({ tone: "success", text: `${toCountText(ended, "session")} ended.` });
    },
  });
  const ask = async () => {
    const agreed = await confirm({
      title: `End ${toCountText(count, "other session")}?`,
      text: "Browsers and scripts there sign in again. This browser stays signed in, and personal tokens go on.",
      confirmText: "End the others",
      destroys: true,
    });
    if (agreed) run({});
  };
  return (
    <button
      type="button"
      className="btn btn-plain btn-sm"
      aria-disabled={pending}
      onClick={() => void ask()}
    >
      {pending ? "Ending…" : "End all others"}
    </button>
  );
}
