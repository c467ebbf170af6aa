"use client";

import { useRef, useState } from "react";
import type { ComponentType } from "react";
import { fetchPart } from "./fetch-part";

/** A part of a page that is fetched when it is first wanted; null while it is not open. */
export function usePart<Props>(load: () => Promise<ComponentType<Props>>) {
  const [part, setPart] = useState<{ Part: ComponentType<Props> } | null>(null);
  const busy = useRef(false);
  const open = async () => {
    if (busy.current) return;
    busy.current = true;
    const Part = await fetchPart(load);
    if (Part !== null) setPart({ Part });
    busy.current = false;
  };
  return { Part: part?.Part ?? null, open: () => void open(), close: () => setPart(null) };
}
