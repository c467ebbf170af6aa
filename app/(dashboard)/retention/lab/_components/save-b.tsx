"use client";

import { Later } from "../../../../_components/later";
import type { SaveDraftProps } from "./save-draft";

/** Its buttons come once there is something to save. */
export function SaveB(
  props: Pick<SaveDraftProps, "policy"> & {
    rules: SaveDraftProps["rules"] | null;
    isDraft: boolean;
  },
) {
  const { policy, rules, isDraft } = props;
  if (rules === null || !isDraft) {
    return <span className="muted">Change a number of B to try it, and to save it from here.</span>;
  }
  return <Later load={load} of={{ policy, rules }} soon small label="Reading how to save it" />;
}

async function load() {
  return (await import("./save-draft")).SaveDraft;
}
