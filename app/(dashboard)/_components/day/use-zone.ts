import { useSyncExternalStore } from "react";
import { readOwnZone } from "../../../_components/own-zone";

/** UTC in the server's HTML, then the viewer's own zone. */
export function useZone(): string {
  return useSyncExternalStore(
    () => () => undefined,
    readOwnZone,
    () => "UTC",
  );
}
