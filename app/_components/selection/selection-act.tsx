"use client";

import { useRef, useState } from "react";
import type { ReactNode } from "react";
import { fetchPart } from "../fetch-part";
import { useSelection } from "./selection";
import type { ActDialog } from "./selection";

/** One act of the bar; its dialog is fetched when it is first wanted. */
export function SelectionAct(props: {
  icon: ReactNode;
  label: string;
  destroys?: boolean;
  load: () => Promise<ActDialog>;
}) {
  const { openAct } = useSelection();
  const [loading, setLoading] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const open = async () => {
    if (loading) return;
    setLoading(true);
    const dialog = await fetchPart(props.load);
    // Meanwhile nothing may be chosen any more, or another page be there.
    if (dialog !== null && button.current !== null) openAct(dialog);
    setLoading(false);
  };
  return (
    <button
      ref={button}
      type="button"
      className={`btn btn-sm ${props.destroys === true ? "btn-destroy" : "btn-plain"}`}
      aria-haspopup="dialog"
      aria-disabled={loading}
      onClick={() => void open()}
    >
      {props.icon} {props.label}
    </button>
  );
}
