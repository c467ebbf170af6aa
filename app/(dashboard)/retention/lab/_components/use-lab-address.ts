"use client";

import { useEffect } from "react";
import { toLabHref, type LabAddress } from "./lab-address.pure";

const TYPING_PAUSE_MS = 300;

/** Reload, back and a shared link show the same; the server is not asked again for it. */
export function useLabAddress(address: LabAddress): void {
  const href = toLabHref(address);
  useEffect(() => {
    const timer = setTimeout(() => {
      if (`${location.pathname}${location.search}` !== href) history.replaceState(null, "", href);
    }, TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [href]);
}
