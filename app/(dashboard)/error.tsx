"use client";

import { RefreshIcon } from "../_components/icons";
import { Notice } from "../_components/notice";

/** What went wrong is in the server's log; its digest finds it there. */
export default function PageError({ error, retry }: { error: unknown; retry: () => void }) {
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : null;
  return (
    <div className="stack narrow">
      <h1>This page could not be shown</h1>
      <Notice tone="bad" live>
        <p>
          Something went wrong while it was put together. Backups go on: they do not depend on this
          page.
        </p>
        <p>Try again; if it stays, look for the reference in the log.</p>
        {digest === null ? null : (
          <p className="small">
            Reference <code>{digest}</code>
          </p>
        )}
      </Notice>
      <div>
        <button type="button" className="btn btn-primary" onClick={retry}>
          <RefreshIcon /> Try again
        </button>
      </div>
    </div>
  );
}
