"use client";

import { useState } from "react";
import type { ReactNode } from "react";
import { toast } from "../popups";
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
  const open = async () => {
    if (loading) return;
    setLoading(true);
    try {
      openAct(await props.load());
    } catch {
      const text = "The server did not answer. Check the connection and try again.";
      void toast({ tone: "error", text });
    }
    setLoading(false);
  };
  return (
    <button
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
