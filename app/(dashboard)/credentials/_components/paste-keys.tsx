"use client";

import { useId, useState } from "react";
import { parseKeys } from "#lib/credentials/parse-keys.pure";
import type { PastedKeys } from "#lib/credentials/parse-keys.pure";

/** Taken apart here in the browser; the text itself is not kept, nor sent. */
export function PasteKeys({ onParsed }: { onParsed: (keys: PastedKeys) => void }) {
  const id = useId();
  const [answer, setAnswer] = useState("");
  return (
    <div className="field">
      <label className="form-label" htmlFor={id}>
        Paste all at once (optional)
      </label>
      <textarea
        id={id}
        className="form-control mono"
        rows={2}
        autoComplete="off"
        spellCheck={false}
        aria-describedby={`${id}-hint`}
        value=""
        onChange={(event) => {
          const keys = parseKeys(event.target.value);
          if (keys) onParsed(keys);
          setAnswer(
            keys
              ? "Taken apart into the fields below."
              : "There is no access key and secret in it. Paste it whole.",
          );
        }}
      />
      <p id={`${id}-hint`} className="form-text">
        From <code>aws configure export-credentials</code>, STS, or a sign-on page: JSON or lines of
        export. <span role="status">{answer}</span>
      </p>
    </div>
  );
}
