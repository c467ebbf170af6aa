"use client";

import { useRouter } from "next/navigation";
import { PauseIcon, PlayIcon } from "../../../_components/icons";
import { confirm, toast } from "../../../_components/popups";
import { useToldAction } from "../../../_components/use-told-action";
import { updateScheduleAction } from "../actions";

export function PauseScheduleButton(props: {
  scheduleId: string;
  name: string;
  enabled: boolean;
  followers: number;
}) {
  const { scheduleId, name, enabled, followers } = props;
  const router = useRouter();
  const { run, pending } = useToldAction(updateScheduleAction, {
    failed: "Nothing was changed",
    onSuccess: () => {
      router.refresh();
      void toast({ tone: "success", text: enabled ? "It is paused." : "It runs again." });
    },
  });
  const ask = async () => {
    const who = followers === 1 ? "The instance" : `The ${followers} instances`;
    const agreed =
      !enabled ||
      (await confirm({
        title: `Pause the schedule “${name}”?`,
        text: `${who} that follow${followers === 1 ? "s" : ""} it will not be backed up by it until somebody resumes it. What was backed up stays.`,
        confirmText: "Pause the schedule",
        destroys: false,
      }));
    if (agreed) run({ scheduleId, enabled: !enabled });
  };
  return (
    <button
      type="button"
      className="btn btn-plain btn-sm"
      aria-label={`${enabled ? "Pause" : "Resume"} ${name}`}
      aria-disabled={pending}
      onClick={() => void ask()}
    >
      {enabled ? <PauseIcon /> : <PlayIcon />} {enabled ? "Pause" : "Resume"}
    </button>
  );
}
