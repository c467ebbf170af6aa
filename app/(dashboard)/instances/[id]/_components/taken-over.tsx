"use client";

import { RelativeTime } from "../../../../_components/relative-time";
import { useNow } from "../../../../_components/use-now";

/** From when AWS starts its backups; says so by itself once that instant is past. */
export function TakenOver({ since, now: serverNow }: { since: string; now: number }) {
  const isAhead = Date.parse(since) > useNow(serverNow);
  return (
    <>
      {isAhead ? "takes these backups over " : "starts these backups; it took over "}
      <RelativeTime at={since} now={serverNow} />
      {isAhead ? "; until then AMIVault starts them." : "."}
    </>
  );
}
