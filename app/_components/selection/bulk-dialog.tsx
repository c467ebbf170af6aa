"use client";

import { useState } from "react";
import type { ComponentType, FormEvent, ReactNode } from "react";
import { TYPED_ABOVE } from "#lib/plans/typed-above.pure";
import { Dialog } from "../dialog";
import { BulkProgress } from "./bulk-progress";
import { BulkResult } from "./bulk-result";
import { NumberToType } from "./number-to-type";
import type { SendChunk } from "./run-chunks";
import type { ActDialogProps } from "./selection";
import { useBulkRun } from "./use-bulk-run";

/**
 * One act on many: what it will do and what not, its options, then progress that can be stopped,
 * then the fate of each. What is done leaves the selection, what is not stays chosen.
 */
export function BulkDialog(
  props: ActDialogProps & {
    /** "Pause 12 instances". */
    title: string;
    /** On the button: "Pause 12 instances". */
    confirmText: string;
    /** More than ten at once ask to type their number. */
    destroys?: boolean;
    /** False while an option is missing. */
    ready?: boolean;
    send: SendChunk;
    /** What each item's page is, for the names in the result. */
    hrefOf: (id: string) => string;
    /** What to do next, once it has ended. */
    after?: ReactNode;
    /** The same with the ids of what was done. */
    After?: ComponentType<{ ids: readonly string[] }> | undefined;
    children: ReactNode;
  },
) {
  const { chosen, noun, destroys = false, ready = true } = props;
  const run = useBulkRun(props.send);
  const [typed, setTyped] = useState("");
  const [complains, setComplains] = useState(false);
  const mustType = destroys && chosen.size > TYPED_ABOVE;
  const isTyped = !mustType || typed === String(chosen.size);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setComplains(!isTyped);
    if (ready && isTyped) run.start([...chosen.keys()]);
  };
  const close = () => {
    const done = [...run.fates].filter(([, fate]) => fate.kind === "done");
    if (done.length > 0) props.onDone?.(done.map(([id]) => id));
    props.onClose();
  };
  const isAsking = run.running === null && run.end === null;
  return (
    <Dialog title={props.title} onClose={close} busy={run.running !== null}>
      {run.running === null ? null : <BulkProgress {...run.running} noun={noun} stop={run.stop} />}
      {run.end === null ? null : (
        <BulkResult {...props} fates={run.fates} end={run.end} start={run.start} onClose={close} />
      )}
      {isAsking ? (
        <form onSubmit={submit} noValidate>
          <div className="dialog-body">
            {props.children}
            {mustType ? (
              <NumberToType
                count={chosen.size}
                noun={noun}
                value={typed}
                onChange={setTyped}
                wrong={complains && !isTyped}
              />
            ) : null}
          </div>
          <div className="dialog-foot">
            <button type="button" className="btn btn-plain" onClick={close}>
              Cancel
            </button>
            <button
              type="submit"
              className={destroys ? "btn btn-danger" : "btn btn-primary"}
              aria-disabled={!ready}
            >
              {props.confirmText}
            </button>
          </div>
        </form>
      ) : null}
    </Dialog>
  );
}
