"use client";

import { CloudIcon } from "./icons";
import { fetchPart } from "./fetch-part";
import { showDialog } from "./dialog-host";

export interface BackUpTarget {
  /** Ours, `ins_…`. */
  id: string;
  instanceId: string;
  name: string;
  region: string;
  accountId: string;
  rebootOnBackup: boolean;
}

export function BackUpNow(props: { target: BackUpTarget; look: "primary" | "row" }) {
  const { target } = props;
  const isRow = props.look === "row";
  const open = async () => {
    const Dialog = await fetchPart(load);
    // Events take rows away, and what is typed in it must not go with them.
    if (Dialog !== null) showDialog((close) => <Dialog target={target} onClose={close} />);
  };
  return (
    <button
      type="button"
      className={isRow ? "btn btn-plain btn-sm" : "btn btn-primary"}
      aria-label={isRow ? `Back up now: ${target.name || target.instanceId}` : undefined}
      aria-haspopup="dialog"
      onClick={() => void open()}
    >
      <CloudIcon /> Back up now
    </button>
  );
}

async function load() {
  return (await import("./back-up-dialog")).BackUpDialog;
}
