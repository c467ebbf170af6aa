"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { RefreshIcon } from "../../../_components/icons";
import { toast } from "../../../_components/popups";
import { validateCredentialAction } from "../actions";

/** One after another, so that one person's click leaves the rate limits to the backups. */
export function CheckAllButton(props: {
  credentials: ReadonlyArray<{ id: string; name: string }>;
}) {
  const { credentials } = props;
  const router = useRouter();
  const [done, setDone] = useState<number | null>(null);
  const left = useRef(false);
  useEffect(() => {
    left.current = false;
    return () => {
      left.current = true;
    };
  }, []);
  const run = async () => {
    if (done !== null) return;
    const refused: string[] = [];
    for (const [at, { id, name }] of credentials.entries()) {
      if (left.current) return;
      setDone(at);
      const answer = await validateCredentialAction({ credentialId: id }).catch(() => null);
      if (!answer?.ok || !answer.data.ok) refused.push(name);
      router.refresh();
    }
    setDone(null);
    void toast(
      refused.length === 0
        ? { tone: "success", text: "All may do what is needed." }
        : { tone: "error", text: `Not all is well: ${refused.join(", ")}.` },
    );
  };
  return (
    <span className="d-flex align-items-center">
      <button
        type="button"
        className="btn btn-primary"
        aria-disabled={done !== null}
        onClick={() => void run()}
      >
        <RefreshIcon /> {done === null ? "Check all now" : "Asking AWS…"}
      </button>
      <span className={done === null ? "" : "muted small ms-2"} role="status">
        {done === null ? "" : `${done + 1} of ${credentials.length}: ${credentials[done]?.name}`}
      </span>
    </span>
  );
}
