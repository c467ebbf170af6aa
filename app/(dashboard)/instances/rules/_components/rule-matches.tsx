"use client";

import { useEffect, useState } from "react";
import type { RulePreviewDto } from "#lib/discovery/rules/dto";
import { ProtectionBadge } from "../../discover/_components/protection-badge";
import { previewRuleAction } from "../actions";
import { toPreviewWords } from "./rule-words.pure";

type Match = Parameters<typeof previewRuleAction>[0];

const TYPING_PAUSE_MS = 350;

interface Known {
  /** The conditions that it speaks of, as text. */
  of: string;
  preview: RulePreviewDto | null;
  error: string | null;
}

/** How many match and which, while the conditions are typed; nothing is saved. */
export function RuleMatches({ match }: { match: Match | null }) {
  const wanted = match === null ? "" : JSON.stringify(match);
  const [known, setKnown] = useState<Known>({ of: "", preview: null, error: null });
  useEffect(() => {
    if (wanted === "") return undefined;
    let isOver = false;
    const timer = setTimeout(async () => {
      const asked: Match = JSON.parse(wanted);
      const result = await previewRuleAction(asked).catch(() => null);
      if (isOver) return;
      const error = result === null ? "The server did not answer." : null;
      setKnown(
        result?.ok
          ? { of: wanted, preview: result.data, error: null }
          : { of: wanted, preview: null, error: result?.error.message ?? error },
      );
    }, TYPING_PAUSE_MS);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [wanted]);
  const isFresh = known.of === wanted && wanted !== "";
  return (
    <div className="rule-matches" aria-busy={!isFresh && wanted !== ""}>
      <p className="m-0" role="status">
        {wanted === ""
          ? "Name a tag to see what matches."
          : !isFresh
            ? "Counting…"
            : known.preview === null
              ? known.error
              : toPreviewWords(known.preview)}
      </p>
      {known.preview === null || wanted === "" ? null : <Shown preview={known.preview} />}
    </div>
  );
}

function Shown({ preview }: { preview: RulePreviewDto }) {
  const more = preview.matches - preview.items.length;
  if (preview.items.length === 0) return null;
  return (
    <ul aria-label="What matches">
      {preview.items.map((item) => (
        <li key={item.discoveredId}>
          <span className="hostile cut" dir="auto">
            {item.name || item.instanceId}
          </span>
          <span className="muted">
            {item.region} <ProtectionBadge status={item.status} />
            {item.status === "unprotected" && item.wasRemoved ? " removed by a person" : ""}
          </span>
        </li>
      ))}
      {more > 0 ? <li className="muted">and {more.toLocaleString("en")} more</li> : null}
    </ul>
  );
}
