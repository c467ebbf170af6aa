"use client";

import { useRouter } from "next/navigation";
import type { SearchBoxProps } from "../../../_components/filter-bar";
import { SuggestionList } from "../../../_components/suggestions/suggestion-list";
import { useSuggestions } from "../../../_components/suggestions/use-suggestions";
import { findSuggestions, toTaken } from "./find-suggestions";

/** While one types: instances to go to, and tags to narrow the list by. */
export function InstanceSearchBox(props: SearchBoxProps) {
  const { input, inputRef, onTyped, apply, leave } = props;
  const router = useRouter();
  const suggestions = useSuggestions({
    find: findSuggestions,
    onTake: ({ key }) => {
      const taken = toTaken(key);
      if (taken.kind === "tag") return apply({ tag: taken.tag, search: "" });
      leave();
      router.push(taken.href);
    },
  });
  return (
    <>
      <input
        {...input}
        {...suggestions.input}
        // A combobox is a text box: type=search is a role of its own.
        type="text"
        enterKeyHint="search"
        ref={inputRef}
        onChange={(event) => {
          onTyped();
          suggestions.onTyped(event.target.value);
        }}
      />
      <SuggestionList {...suggestions.list} />
    </>
  );
}
