import { useSyncExternalStore } from "react";

/** UTC in the server's HTML, then the viewer's own zone. */
export function useZone(): string {
  return useSyncExternalStore(
    () => () => undefined,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => "UTC",
  );
}
