import type { DiscoveredStatus } from "#lib/discovery/schemas";

export const STATUS_WORDS: Readonly<Record<DiscoveredStatus, string>> = {
  unprotected: "Not protected",
  protected: "Protected",
  ignored: "Left unprotected",
  gone: "Gone",
};
