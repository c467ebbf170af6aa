import type { ActionError } from "#lib/web/action-result";

const LOOK_FIRST =
  "It may have been done all the same: check the connection and look, then try again. What you typed is still here.";

/**
 * The server did not answer as a server action does: it is away, or a newer version runs there. Where
 * the answer alone was lost, nobody here knows what was done; `unanswered` says how to find out.
 */
export function toLocalError(error: unknown, unanswered = LOOK_FIRST): ActionError {
  const text = error instanceof Error ? error.message : "";
  const stale = text.includes("Server Action");
  return {
    code: stale ? "stale_page" : "unreachable",
    message: stale ? "This page is older than the server." : "The server did not answer.",
    suggestion: stale ? "Reload the page and try again." : unanswered,
    requestId: "",
  };
}
