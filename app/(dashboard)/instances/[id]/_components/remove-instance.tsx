"use client";

import { useRouter } from "next/navigation";
import { TrashIcon } from "../../../../_components/icons";
import { toast } from "../../../../_components/popups";
import { showAct } from "../../../../_components/selection/act-host";

const NOUN = { one: "instance", many: "instances" };

/** Removes the record, never an image; the choice of what becomes of its backups is the dialog's. */
export function RemoveInstance(props: {
  instanceId: string;
  name: string;
  availableCount: number;
}) {
  const router = useRouter();
  const open = async () => {
    try {
      const { RemoveDialog } = await import("../../_components/acts/remove-dialog");
      showAct({
        Dialog: RemoveDialog,
        chosen: new Map([[props.instanceId, props.name]]),
        noun: NOUN,
        onDone: () => router.push("/instances"),
      });
    } catch {
      void toast({ tone: "error", text: "The server did not answer." });
    }
  };
  const kept =
    props.availableCount === 0
      ? "The instance itself is not touched in AWS."
      : `${countOf(props.availableCount)} in AWS unless you choose otherwise. The instance itself is not touched.`;
  return (
    <div className="stack">
      <p className="muted m-0">It is not backed up any more. {kept}</p>
      <div>
        <button
          type="button"
          className="btn btn-destroy"
          aria-haspopup="dialog"
          onClick={() => void open()}
        >
          <TrashIcon /> Remove from protection
        </button>
      </div>
    </div>
  );
}

function countOf(images: number): string {
  return images === 1 ? "Its image stays" : `All of its ${images} images stay`;
}
