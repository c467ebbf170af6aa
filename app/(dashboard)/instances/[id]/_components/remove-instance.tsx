"use client";

import { useRouter } from "next/navigation";
import { TrashIcon } from "../../../../_components/icons";
import { fetchPart } from "../../../../_components/fetch-part";
import { showAct } from "../../../../_components/selection/show-act";

const NOUN = { one: "instance", many: "instances" };

/** Removes the record, never an image; the choice of what becomes of its backups is the dialog's. */
export function RemoveInstance(props: {
  instanceId: string;
  name: string;
  availableCount: number;
}) {
  const router = useRouter();
  const open = async () => {
    const Dialog = await fetchPart(load);
    if (Dialog === null) return;
    showAct({
      Dialog,
      chosen: new Map([[props.instanceId, props.name]]),
      noun: NOUN,
      onDone: () => router.push("/instances"),
    });
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

async function load() {
  return (await import("../../_components/acts/remove-dialog")).RemoveDialog;
}

function countOf(images: number): string {
  return images === 1 ? "Its image stays" : `All of its ${images} images stay`;
}
