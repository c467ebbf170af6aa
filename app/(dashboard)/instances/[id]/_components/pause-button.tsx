"use client";

import { useRouter } from "next/navigation";
import { PauseIcon, PlayIcon } from "../../../../_components/icons";
import { confirm, toast } from "../../../../_components/popups";
import { useAction } from "../../../../_components/use-action";
import { pauseInstanceAction, resumeInstanceAction } from "../../life-actions";

export function PauseButton({ instanceId, paused }: { instanceId: string; paused: boolean }) {
  const router = useRouter();
  const action = paused ? resumeInstanceAction : pauseInstanceAction;
  const { run, pending, error } = useAction(action, () => {
    router.refresh();
    void toast({ tone: "success", text: paused ? "Its schedule runs again." : "It is paused." });
  });
  const ask = async () => {
    const agreed =
      paused ||
      (await confirm({
        title: "Pause its backups?",
        text: "Nothing is backed up until somebody resumes it. What was backed up stays.",
        confirmText: "Pause",
        destroys: false,
      }));
    if (agreed) run({ instanceId });
  };
  return (
    <>
      <button
        type="button"
        className="btn btn-plain"
        aria-disabled={pending}
        onClick={() => void ask()}
      >
        {paused ? <PlayIcon /> : <PauseIcon />} {paused ? "Resume" : "Pause"}
      </button>
      {error === null ? null : (
        <span className="text-bad small" role="alert">
          {error.message} {error.suggestion}
        </span>
      )}
    </>
  );
}
