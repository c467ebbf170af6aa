"use client";

import { useEffect, useState } from "react";
import { CheckIcon, CopyIcon } from "./icons";
import { toast } from "./popups";

const SHOWN_MS = 1_500;

export function CopyButton({ text, label }: { text: string; label: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const act = async (button: HTMLElement) => {
    const done = await copy(text, button).catch(() => false);
    setCopied(done);
    if (!done) void toast({ tone: "error", text: "The browser did not let it be copied." });
  };
  return (
    <button
      type="button"
      className="btn btn-quiet btn-tiny"
      title={`Copy ${label}`}
      aria-label={copied ? `Copied ${label}` : `Copy ${label}`}
      onClick={(event) => void act(event.currentTarget)}
    >
      {copied ? <CheckIcon className="text-ok" /> : <CopyIcon />}
    </button>
  );
}

// Plain http on another host has no clipboard interface: the old way still works there, beside the
// button, because nothing outside of an open dialog can be selected.
async function copy(text: string, button: HTMLElement): Promise<boolean> {
  if (window.isSecureContext) {
    await navigator.clipboard.writeText(text);
    return true;
  }
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "visually-hidden";
  button.after(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  button.focus();
  return done;
}
