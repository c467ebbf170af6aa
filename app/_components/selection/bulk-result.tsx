"use client";

import type { ComponentType, ReactNode } from "react";
import { CopyButton } from "../copy-button";
import { focusOnce } from "../focus-once";
import { Notice } from "../notice";
import { FateList } from "./fate-list";
import { groupFates, toReportText, toSummary } from "./group-fates.pure";
import type { Fate, RunEnd } from "./run-chunks";

/** What became of each: what did not work first, with its reason and a way to try it again. */
export function BulkResult(props: {
  chosen: ReadonlyMap<string, string>;
  fates: ReadonlyMap<string, Fate>;
  end: RunEnd;
  start: (ids: readonly string[]) => void;
  hrefOf: (id: string) => string;
  after?: ReactNode;
  After?: ComponentType<{ ids: readonly string[] }> | undefined;
  onClose: () => void;
}) {
  const { chosen, fates, start, After } = props;
  const groups = groupFates(chosen, fates);
  const ids = [...chosen.keys()];
  const failed = ids.filter((id) => ["refused", "lost"].includes(fates.get(id)?.kind ?? ""));
  const untried = ids.filter((id) => !fates.has(id));
  return (
    <>
      <div className="dialog-body">
        <div className="bulk-summary">
          <p className="m-0" role="status" tabIndex={-1} ref={focusOnce}>
            <strong>{toSummary(groups)}</strong>
          </p>
          <CopyButton text={toReportText(groups)} label="the whole report" />
        </div>
        <EndNotice end={props.end} />
        <div className="fates">
          {groups.map((group) => (
            <FateList
              key={`${group.kind} ${group.message ?? ""}`}
              group={group}
              hrefOf={props.hrefOf}
            />
          ))}
        </div>
        {props.after}
        {After === undefined ? null : (
          <After ids={ids.filter((id) => fates.get(id)?.kind === "done")} />
        )}
      </div>
      <div className="dialog-foot">
        {failed.length === 0 ? null : (
          <button type="button" className="btn btn-plain" onClick={() => start(failed)}>
            Try {failed.length === 1 ? "that one" : `those ${failed.length}`} again
          </button>
        )}
        {untried.length === 0 ? null : (
          <button type="button" className="btn btn-plain" onClick={() => start(untried)}>
            Go on with the {untried.length} not tried
          </button>
        )}
        <button type="button" className="btn btn-primary" onClick={props.onClose}>
          Close
        </button>
      </div>
    </>
  );
}

function EndNotice({ end }: { end: RunEnd }) {
  switch (end.why) {
    case "all":
      return null;
    case "stopped":
      return <Notice tone="quiet">You stopped it. What was sent before was done.</Notice>;
    case "unreachable":
      return (
        <Notice tone="warn">
          <p>
            <strong>The connection broke.</strong> For some no answer came: they may have been done.
            Trying them again is safe.
          </p>
        </Notice>
      );
    case "error":
      return (
        <Notice tone="bad">
          <p>
            <strong>{end.error.message}</strong> {end.error.suggestion}
          </p>
        </Notice>
      );
  }
}
