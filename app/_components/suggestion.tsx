import { CopyButton } from "./copy-button";
import { splitSuggestion } from "./split-suggestion.pure";

/** What a person can do about it; a policy's statements as they are pasted. */
export function Suggestion({ text }: { text: string }) {
  const { words, statements } = splitSuggestion(text);
  if (statements === null) return <p className="hostile">{words}</p>;
  return (
    <>
      <p className="hostile">{words}</p>
      <div className="command">
        {statements}
        <CopyButton text={statements} label="the statements" />
      </div>
    </>
  );
}
