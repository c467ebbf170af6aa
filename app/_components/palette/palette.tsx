"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { Dialog } from "../dialog";
import { SearchIcon } from "../icons";
import { SuggestionList } from "../suggestions/suggestion-list";
import { useSuggestions } from "../suggestions/use-suggestions";
import { findInPalette, findLocally } from "./find-in-palette";
import type { PaletteAct } from "./palette-acts";

/** Everything by its name or id, from the keyboard: instances, backups, pages and acts. */
export function Palette({ acts, onClose }: { acts: readonly PaletteAct[]; onClose: () => void }) {
  const router = useRouter();
  const box = useRef<HTMLInputElement>(null);
  // After the dialog has opened, which takes the focus to its first button.
  useEffect(() => box.current?.focus(), []);
  const suggestions = useSuggestions({
    find: (text, signal) => findInPalette(text, { acts, signal }),
    onTake: ({ key }) => {
      onClose();
      router.push(key);
    },
    always: { initial: findLocally("", acts) },
  });
  return (
    <Dialog title="Find" onClose={onClose}>
      <div className="palette">
        <div className="search">
          <SearchIcon />
          <input
            {...suggestions.input}
            ref={box}
            className="form-control"
            aria-label="An instance, a backup, a page or an act"
            placeholder="A name, an id, a page or an act"
            maxLength={200}
            spellCheck={false}
            onChange={(event) => suggestions.onTyped(event.target.value)}
          />
        </div>
        <SuggestionList {...suggestions.list} />
        <p className="palette-foot muted small">
          <kbd>↑</kbd> <kbd>↓</kbd> move, <kbd>Enter</kbd> opens, <kbd>Esc</kbd> closes. Ids of
          backups, images and snapshots work from their first characters.
        </p>
      </div>
    </Dialog>
  );
}
