"use client";

import { useEffect, useState } from "react";
import type { ComparePoliciesInput } from "#lib/retention/compare-schemas";
import { toCountText } from "../../../../_components/count-text.pure";
import { Notice } from "../../../../_components/notice";
import { toGiBText } from "../../../../_components/size.pure";
import type { Reckoned } from "./policy-given.pure";
import { runComparison } from "../../../retention/_components/run-comparison";

/** One comparison's instances at most. */
const COMPARED_AT_ONCE = 500;

interface Totals {
  backups: number;
  remove: number;
  removeBytes: number;
  /** Of those, what stays by the rules of today. */
  more: number;
}

/** What the next sweep would take by these rules, before anything is changed. */
export function WouldGo(props: {
  rules: ComparePoliciesInput["rules"];
  ids: readonly string[];
  onReckoned: (reckoned: Reckoned) => void;
}) {
  // For as long as it is mounted; another policy is another one of these.
  const [{ rules, ids, onReckoned }] = useState(props);
  const [seen, setSeen] = useState<Totals | "unknown" | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    const run = async () => {
      const totals = await reckon({ rules, ids, signal: abort.signal }).catch(
        () => "unknown" as const,
      );
      if (abort.signal.aborted) return;
      setSeen(totals);
      onReckoned(totals);
    };
    void run();
    return () => abort.abort();
  }, [rules, ids, onReckoned]);
  if (seen === null) return <Notice tone="quiet">Reckoning what it would release…</Notice>;
  if (seen === "unknown") {
    return (
      <Notice tone="warn">
        What it would release could not be reckoned, so it is not given. Nothing is changed; close
        this and try again in a moment.
      </Notice>
    );
  }
  if (seen.remove === 0) {
    return (
      <Notice tone="quiet">
        Of their {toCountText(seen.backups, "image")} it would release none now.
      </Notice>
    );
  }
  return (
    <Notice tone="warn">
      <p>
        Of their {toCountText(seen.backups, "image")}, <strong>{seen.remove}</strong> would go with
        the next sweep, {toGiBText(seen.removeBytes)} full size at most; {seen.more} of them{" "}
        {seen.more === 1 ? "stays" : "stay"} by today’s rules. More than a fifth at once, or an
        unusual day, asks again before anything is removed.
      </p>
    </Notice>
  );
}

async function reckon(wanted: {
  rules: ComparePoliciesInput["rules"];
  ids: readonly string[];
  signal: AbortSignal;
}): Promise<Totals> {
  const { rules, ids, signal } = wanted;
  const sum = { backups: 0, remove: 0, removeBytes: 0, more: 0 };
  for (let from = 0; from < ids.length; from += COMPARED_AT_ONCE) {
    const instanceIds = ids.slice(from, from + COMPARED_AT_ONCE);
    const { total } = await runComparison({ rules, instanceIds }, { signal });
    if (total === null) continue;
    sum.backups += total.backups;
    sum.remove += total.b.remove;
    sum.removeBytes += total.b.removeBytes;
    sum.more += total.more;
  }
  return sum;
}
