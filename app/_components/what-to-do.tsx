import { CopyButton } from "./copy-button";
import { splitSuggestion } from "./split-suggestion.pure";

/** In a row: the sentence, and a statement to paste where a permission is missing. */
export function WhatToDo({ text }: { text: string | null }) {
  if (text === null) return null;
  const { words, statements } = splitSuggestion(text);
  return (
    <>
      <span className="hostile d-block">{words}</span>
      {statements === null ? null : (
        <details className="need-statement">
          <summary>Show the statement to add</summary>
          <div className="command">
            {statements}
            <CopyButton text={statements} label="the statement" />
          </div>
        </details>
      )}
    </>
  );
}
