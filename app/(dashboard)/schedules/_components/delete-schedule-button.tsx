"use client";

import { useRouter } from "next/navigation";
import { FormError } from "../../../_components/form-error";
import { TrashIcon } from "../../../_components/icons";
import { confirm } from "../../../_components/popups";
import { useAction } from "../../../_components/use-action";
import { deleteScheduleAction } from "../actions";

export function DeleteScheduleButton(props: {
  scheduleId: string;
  name: string;
  followers: number;
}) {
  const router = useRouter();
  const { run, pending, error } = useAction(deleteScheduleAction, () => router.push("/schedules"));
  const ask = async () => {
    const agreed = await confirm({
      title: `Delete the schedule “${props.name}”?`,
      text: "Its own exclusion windows go with it. No instance follows it, and no backup is touched.",
      confirmText: "Delete the schedule",
      destroys: true,
    });
    if (agreed) run({ scheduleId: props.scheduleId });
  };
  const { followers } = props;
  return (
    <div className="stack">
      <p className="muted m-0">
        {followers === 0
          ? "No instance follows it."
          : `${followers === 1 ? "One instance follows" : `${followers} instances follow`} it: give them another schedule first.`}
      </p>
      <FormError error={error} />
      <div>
        <button
          type="button"
          className="btn btn-destroy"
          aria-disabled={pending}
          onClick={() => void ask()}
        >
          <TrashIcon /> {pending ? "Deleting…" : "Delete the schedule"}
        </button>
      </div>
    </div>
  );
}
