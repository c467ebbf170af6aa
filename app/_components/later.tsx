"use client";

import { useEffect, useRef, useState } from "react";
import type { ComponentType } from "react";
import { Notice } from "./notice";
import { whenNear } from "./when-near";

/**
 * What a person does first on a page; moving the pointer over it is not enough. Not the press but
 * the click: a part that comes above a pressed button moves it away, and the click is lost.
 */
const ACTS = ["click", "keydown", "focusin", "input"] as const;

type State<Props> = { Part: ComponentType<Props> } | "waiting" | "wanted" | "failed";

/**
 * A part of a page further down: fetched once somebody comes near it or begins to use the page.
 * `load` is the same at each render.
 */
export function Later<Props extends object>(props: {
  load: () => Promise<ComponentType<Props>>;
  of: Props;
  /** Fetched at once, for a part that was asked for. */
  soon?: boolean;
  /** One line high until it is there. */
  small?: boolean;
  /** A class that keeps about as much room free as the part will take, so that nothing moves below it. */
  room?: string;
  label: string;
}) {
  const { load, label } = props;
  const room = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<State<Props>>(props.soon === true ? "wanted" : "waiting");
  useEffect(() => {
    if (state !== "waiting" || room.current === null) return undefined;
    return whenWanted(room.current, () => setState("wanted"));
  }, [state]);
  useEffect(() => {
    if (state !== "wanted") return undefined;
    let isGone = false;
    const show = (next: State<Props>) => {
      if (!isGone) setState(next);
    };
    load().then(
      (Part) => show({ Part }),
      () => show("failed"),
    );
    return () => {
      isGone = true;
    };
  }, [state, load]);
  if (typeof state === "object") return <state.Part {...props.of} />;
  if (state === "failed") {
    return (
      <Notice tone="bad" live>
        The server did not answer. Check the connection.{" "}
        <button type="button" className="btn btn-plain btn-sm" onClick={() => setState("wanted")}>
          Try again
        </button>
      </Notice>
    );
  }
  return (
    <div
      ref={room}
      role="status"
      aria-label={label}
      className={props.small === true ? "later" : `later ${props.room ?? "later-tall"}`}
    >
      <span className="skeleton" />
      <span className="skeleton" />
    </div>
  );
}

function whenWanted(room: Element, act: () => void): () => void {
  const stopWatching = whenNear(room, act);
  const heard = new AbortController();
  const hear = (event: Event) => {
    if (event.type !== "focusin" || !isFocusOfPress(event)) act();
  };
  for (const name of ACTS) {
    document.addEventListener(name, hear, { passive: true, signal: heard.signal });
  }
  return () => {
    stopWatching();
    heard.abort();
  };
}

/** A pressed button is focused before it is clicked, without the ring that the keyboard gives it. */
function isFocusOfPress({ target }: Event): boolean {
  return target instanceof Element && !target.matches(":focus-visible");
}
