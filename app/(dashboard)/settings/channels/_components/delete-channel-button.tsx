"use client";

import { useRouter } from "next/navigation";
import { FormError } from "../../../../_components/form-error";
import { TrashIcon } from "../../../../_components/icons";
import { confirm } from "../../../../_components/popups";
import { useAction } from "../../../../_components/use-action";
import { deleteChannelAction } from "../actions";

export function DeleteChannelButton(props: { channelId: string; name: string }) {
  const router = useRouter();
  const { run, pending, error } = useAction(deleteChannelAction, () => {
    router.push("/settings/channels");
  });
  const ask = async () => {
    const agreed = await confirm({
      title: `Delete the channel “${props.name}”?`,
      text: "Its secret is erased and no alert is told there any more. The alerts themselves stay.",
      confirmText: "Delete the channel",
      destroys: true,
    });
    if (agreed) run({ channelId: props.channelId });
  };
  return (
    <div className="stack">
      <FormError error={error} />
      <div>
        <button
          type="button"
          className="btn btn-destroy"
          aria-disabled={pending}
          onClick={() => void ask()}
        >
          <TrashIcon /> {pending ? "Deleting…" : "Delete the channel"}
        </button>
      </div>
    </div>
  );
}
