"use client";

import { useRef, useState } from "react";
import { askBeforeSaving } from "./ask-before-saving";

/**
 * The question before saving, and whether it is being looked into, which takes seconds of a large fleet.
 * One at a time: a second one meanwhile is answered with no.
 */
export function useAsking() {
  const [asking, setAsking] = useState(false);
  const busy = useRef(false);
  const ask = async (...question: Parameters<typeof askBeforeSaving>): Promise<boolean> => {
    if (busy.current) return false;
    busy.current = true;
    setAsking(true);
    try {
      return await askBeforeSaving(...question);
    } finally {
      busy.current = false;
      setAsking(false);
    }
  };
  return { asking, ask };
}
