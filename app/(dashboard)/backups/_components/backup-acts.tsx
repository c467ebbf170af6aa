"use client";

import { LockIcon, TagIcon, TrashIcon, UnlockIcon } from "../../../_components/icons";
import { SelectionAct } from "../../../_components/selection/selection-act";
import { SelectionBar } from "../../../_components/selection/selection-bar";

const loadHold = async () => (await import("./hold-dialog")).HoldDialog;
const loadRelease = async () => (await import("./hold-dialog")).ReleaseDialog;
const loadTag = async () => (await import("./tag-dialog")).TagDialog;
const loadDelete = async () => (await import("./delete-dialog")).DeleteDialog;

/** What can be done with many, as far as the person may. */
export function BackupActs(props: { mayHold: boolean; mayTag: boolean; mayDelete: boolean }) {
  return (
    <SelectionBar>
      {props.mayHold ? (
        <>
          <SelectionAct icon={<LockIcon />} label="Hold…" load={loadHold} />
          <SelectionAct icon={<UnlockIcon />} label="Release…" load={loadRelease} />
        </>
      ) : null}
      {props.mayTag ? <SelectionAct icon={<TagIcon />} label="Tag…" load={loadTag} /> : null}
      {props.mayDelete ? (
        <SelectionAct icon={<TrashIcon />} label="Delete…" destroys load={loadDelete} />
      ) : null}
    </SelectionBar>
  );
}
