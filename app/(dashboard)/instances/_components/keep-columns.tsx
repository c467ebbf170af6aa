"use client";

import { useEffect } from "react";

/** Remembered columns go into the address as well: what is shared or bookmarked shows the same. */
export function KeepColumns({ param }: { param: string }) {
  useEffect(() => {
    const url = new URL(window.location.href);
    if (url.searchParams.has("columns")) return;
    url.searchParams.set("columns", param);
    window.history.replaceState(null, "", url);
  }, [param]);
  return null;
}
