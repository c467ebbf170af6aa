"use client";

import { useRouter } from "next/navigation";
import { TrashIcon } from "../../../_components/icons";
import { confirm, toast } from "../../../_components/popups";
import { useToldAction } from "../../../_components/use-told-action";
import { deleteExclusionWindowAction } from "../actions";

export function DeleteWindowButton({ windowId, name }: { windowId: string; name: string }) {
  const router = useRouter();
  const { run, pending } = useToldAction(deleteExclusionWindowAction, {
    failed: "Not deleted",
    onSuccess: () => {
      router.refresh();
      void toast({ tone: "success", text: "The window is deleted." });
    },
  });
  const ask = async () => {
    const agreed = await confirm({
      title: `Delete the exclusion window “${name}”?`,
      text: "What it would have skipped runs. What it has skipped stays skipped.",
      confirmText: "Delete the window",
      destroys: true,
    });
    if (agreed) run({ exclusionWindowId: windowId });
  };
  return (
    <button
      type="button"
      className="btn btn-quiet btn-icon"
      aria-label={`Delete the exclusion window ${name}`}
      aria-disabled={pending}
      onClick={() => void ask()}
    >
      <TrashIcon />
    </button>
  );
}
