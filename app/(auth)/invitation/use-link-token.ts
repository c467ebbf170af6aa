"use client";

import { useEffect, useState } from "react";

/**
 * What stands behind #, taken out of the address and the history as soon as it is read. Null before
 * that, "" where there is nothing.
 */
export function useLinkToken(): string | null {
  const [token, setToken] = useState<string | null>(null);
  useEffect(() => {
    const read = () => {
      const found = window.location.hash.slice(1);
      if (found !== "") window.history.replaceState(null, "", window.location.pathname);
      setToken((before) => (found === "" ? (before ?? "") : found));
    };
    read();
    // The same page with another link.
    window.addEventListener("hashchange", read);
    return () => window.removeEventListener("hashchange", read);
  }, []);
  return token;
}
