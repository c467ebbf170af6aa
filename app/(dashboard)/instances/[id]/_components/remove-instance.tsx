"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { TrashIcon } from "../../../../_components/icons";
import { Panel } from "../../../../_components/panel";
import { toast } from "../../../../_components/popups";
import type { ActDialog } from "../../../../_components/selection/selection";

const NOUN = { one: "instance", many: "instances" };

/** Removes the record, never an image; the choice of what becomes of its backups is the dialog's. */
export function RemoveInstance(props: {
  instanceId: string;
  name: string;
  availableCount: number;
  /** Once it is, the dialog that removed it still has what became of it to tell. */
  isRemoved: boolean;
}) {
  const router = useRouter();
  const [dialog, setDialog] = useState<{ Dialog: ActDialog } | null>(null);
  const open = async () => {
    try {
      setDialog({ Dialog: (await import("../../_components/acts/remove-dialog")).RemoveDialog });
    } catch {
      void toast({ tone: "error", text: "The server did not answer." });
    }
  };
  const kept =
    props.availableCount === 0
      ? "The instance itself is not touched in AWS."
      : `${countOf(props.availableCount)} in AWS unless you choose otherwise. The instance itself is not touched.`;
  return (
    <>
      {props.isRemoved ? null : (
        <Panel title="Remove from protection">
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
        </Panel>
      )}
      {dialog === null ? null : (
        <dialog.Dialog
          chosen={new Map([[props.instanceId, props.name]])}
          noun={NOUN}
          onClose={() => setDialog(null)}
          onDone={() => router.push("/instances")}
        />
      )}
    </>
  );
}

function countOf(images: number): string {
  return images === 1 ? "Its image stays" : `All of its ${images} images stay`;
}
