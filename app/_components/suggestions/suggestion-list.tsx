"use client";

import type { Suggestion } from "./use-suggestions";

export function SuggestionList(props: {
  id: string;
  found: readonly Suggestion[];
  marked: number;
  take: (suggestion: Suggestion) => void;
}) {
  const { id, found } = props;
  return (
    <>
      <ul
        id={`${id}-list`}
        className="suggest-list"
        role="listbox"
        aria-label="Suggestions"
        hidden={found.length === 0}
      >
        {found.map((suggestion, index) => (
          <li
            key={suggestion.key}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === props.marked}
            ref={index === props.marked ? bringIntoView : undefined}
            // The box keeps the focus; a blur would close the list before the click.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => props.take(suggestion)}
          >
            <span className="cut hostile" dir="auto">
              {suggestion.label}
            </span>
            <span className="muted small">{suggestion.detail}</span>
          </li>
        ))}
      </ul>
      <span className="visually-hidden" role="status">
        {found.length === 0
          ? ""
          : found.length === 1
            ? "1 suggestion"
            : `${found.length} suggestions`}
      </span>
    </>
  );
}

function bringIntoView(option: HTMLElement | null): void {
  option?.scrollIntoView({ block: "nearest" });
}
