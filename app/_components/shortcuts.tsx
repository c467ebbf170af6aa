"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import type { ComponentType } from "react";
import type { PaletteAct } from "./palette/palette-acts";
import { PLACES } from "./places";
import { toast } from "./popups";

const SECOND_KEY_MS = 1_000;

type Shown = { is: "nothing" } | { is: "keys" | "palette"; Content: ComponentType<ContentProps> };
interface ContentProps {
  acts: readonly PaletteAct[];
  onClose: () => void;
}

/**
 * Ctrl or ⌘ and K find everything, `/` searches the list, `g` and a letter leads on, `?` lists the
 * keys; the latter never while somebody types. What they show is fetched when it is first wanted.
 */
export function Shortcuts({ acts }: { acts: readonly PaletteAct[] }) {
  const router = useRouter();
  const [shown, setShown] = useState<Shown>({ is: "nothing" });
  useEffect(() => {
    let firstAt = Number.NEGATIVE_INFINITY;
    const show = async (is: "keys" | "palette") => {
      try {
        const Content = await (is === "keys" ? loadKeys() : loadPalette());
        setShown({ is, Content });
      } catch {
        void toast({ tone: "error", text: "The server did not answer." });
      }
    };
    const onKey = (event: KeyboardEvent) => {
      if (isPaletteKey(event)) {
        event.preventDefault();
        if (!isDialogOpen()) void show("palette");
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isBusy(event.target)) return;
      const isSecond = event.timeStamp - firstAt < SECOND_KEY_MS;
      firstAt = event.key === "g" ? event.timeStamp : Number.NEGATIVE_INFINITY;
      const place = isSecond ? PLACES.find(({ key }) => key === event.key) : undefined;
      if (place !== undefined) return router.push(place.href);
      if (event.key === "?") return void show("keys");
      if (event.key !== "/") return;
      event.preventDefault();
      const search = document.querySelector<HTMLElement>("[data-search]");
      if (search === null) void show("palette");
      else search.focus();
    };
    const onClick = ({ target }: MouseEvent) => {
      if (target instanceof Element && target.closest("[data-find]") !== null) void show("palette");
    };
    document.addEventListener("keydown", onKey);
    document.addEventListener("click", onClick);
    return () => {
      document.removeEventListener("keydown", onKey);
      document.removeEventListener("click", onClick);
    };
  }, [router]);
  if (shown.is === "nothing") return null;
  return <shown.Content acts={acts} onClose={() => setShown({ is: "nothing" })} />;
}

async function loadKeys(): Promise<ComponentType<ContentProps>> {
  return (await import("./key-list")).KeyList;
}

async function loadPalette(): Promise<ComponentType<ContentProps>> {
  return (await import("./palette/palette")).Palette;
}

function isPaletteKey(event: KeyboardEvent): boolean {
  const { key, altKey, shiftKey, ctrlKey, metaKey } = event;
  return key.toLowerCase() === "k" && (ctrlKey || metaKey) && !altKey && !shiftKey;
}

function isDialogOpen(): boolean {
  return document.querySelector("dialog[open], .swal2-modal") !== null;
}

/** Nobody types in these. */
const WITHOUT_TEXT = ["checkbox", "radio", "range", "button", "submit"];

/** Somebody types, or a dialog has the word. */
function isBusy(target: EventTarget | null): boolean {
  if (isDialogOpen()) return true;
  if (target instanceof HTMLInputElement) return !WITHOUT_TEXT.includes(target.type);
  return target instanceof Element && target.closest("select, textarea") !== null;
}
