import type { FieldErrors } from "../errors";

/** What every server action returns; this file is safe for the browser. */
export type ActionResult<T = undefined> = { ok: true; data: T } | { ok: false; error: ActionError };

export interface ActionError {
  /** A ServiceErrorCode, `cross_site_request`, or what is owed first: see error-code.ts. */
  code: string;
  message: string;
  suggestion?: string;
  /** Errors by field path, `""` for the whole form. */
  fields?: FieldErrors;
  link?: string;
  retryAfterMs?: number;
  requestId: string;
}
