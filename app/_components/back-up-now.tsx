"use client";

import { CloudIcon } from "./icons";
import { usePart } from "./use-part";

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
  const { Part: Dialog, open, close } = usePart(load);
  const { name, instanceId } = props.target;
  const isRow = props.look === "row";
  return (
    <>
      <button
        type="button"
        className={isRow ? "btn btn-plain btn-sm" : "btn btn-primary"}
        aria-label={isRow ? `Back up now: ${name || instanceId}` : undefined}
        aria-haspopup="dialog"
        onClick={open}
      >
        <CloudIcon /> Back up now
      </button>
      {Dialog === null ? null : <Dialog target={props.target} onClose={close} />}
    </>
  );
}

async function load() {
  return (await import("./back-up-dialog")).BackUpDialog;
}
