"use client";

import { focusOnce } from "../focus-once";
import type { Noun } from "./selection";

export function BulkProgress(props: {
  done: number;
  of: number;
  stopping: boolean;
  noun: Noun;
  stop: () => void;
}) {
  const { done, of, stopping } = props;
  return (
    <>
      <div className="dialog-body">
        <progress className="bulk-progress" max={of} value={done} aria-label="Progress" />
        <p className="m-0" role="status">
          {done} of {of} {props.noun.many} answered.
          {stopping ? " What is on its way is waited for; nothing more is sent." : ""}
        </p>
      </div>
      <div className="dialog-foot">
        <button
          type="button"
          className="btn btn-plain"
          ref={focusOnce}
          aria-disabled={stopping}
          onClick={props.stop}
        >
          {stopping ? "Stopping…" : "Stop"}
        </button>
      </div>
    </>
  );
}
