"use client";

import { useEffect, useRef, useState } from "react";
import type { ComparePoliciesInput } from "#lib/retention/compare-schemas";
import { runComparison, type Comparison } from "../../_components/run-comparison";

export interface ComparisonState {
  status: "idle" | "running" | "done" | "failed";
  /** What is known so far. */
  comparison: Comparison | null;
  /** The rules were changed since it was asked for. */
  isOld: boolean;
}

/** One comparison at a time, which a person starts and may stop; it ends with the page. */
export function useComparison(input: ComparePoliciesInput | null) {
  const [found, setFound] = useState<Omit<ComparisonState, "isOld"> & { of: string }>({
    status: "idle",
    comparison: null,
    of: "",
  });
  const controller = useRef<AbortController>(undefined);
  useEffect(() => () => controller.current?.abort(), []);
  const code = JSON.stringify(input);
  const run = () => {
    if (input === null) return;
    controller.current?.abort();
    const { signal } = (controller.current = new AbortController());
    const show = (status: ComparisonState["status"], comparison: Comparison | null) => {
      if (!signal.aborted) setFound({ status, comparison, of: code });
    };
    show("running", null);
    const onProgress = (comparison: Comparison) => show("running", comparison);
    void runComparison(input, { signal, onProgress }).then(
      (comparison) => show("done", comparison),
      () => show("failed", null),
    );
  };
  const cancel = () => {
    controller.current?.abort();
    setFound({ status: "idle", comparison: null, of: "" });
  };
  return { run, cancel, state: { ...found, isOld: found.of !== code } };
}
