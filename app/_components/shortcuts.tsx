"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { Dialog } from "./dialog";

const PLACES = [
  { key: "d", href: "/", words: "Go to the dashboard" },
  { key: "a", href: "/alerts", words: "Go to the alerts" },
  { key: "i", href: "/instances", words: "Go to the instances" },
  { key: "u", href: "/instances/discover", words: "Go to what is unprotected" },
  { key: "b", href: "/backups", words: "Go to the backups" },
  { key: "h", href: "/schedules", words: "Go to the schedules" },
  { key: "f", href: "/findings", words: "Go to the findings" },
  { key: "r", href: "/retention", words: "Go to retention" },
  { key: "p", href: "/plans", words: "Go to the removal plans" },
  { key: "c", href: "/credentials", words: "Go to the credentials" },
  { key: "s", href: "/settings", words: "Go to the settings" },
] as const;

const SECOND_KEY_MS = 1_000;

/** `/` searches, `g` and a letter leads on, `?` lists the keys; never while somebody types. */
export function Shortcuts() {
  const router = useRouter();
  const [listed, setListed] = useState(false);
  useEffect(() => {
    let firstAt = Number.NEGATIVE_INFINITY;
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isBusy(event.target)) return;
      const isSecond = event.timeStamp - firstAt < SECOND_KEY_MS;
      firstAt = event.key === "g" ? event.timeStamp : Number.NEGATIVE_INFINITY;
      const place = isSecond ? PLACES.find(({ key }) => key === event.key) : undefined;
      if (place !== undefined) return router.push(place.href);
      if (event.key === "?") return setListed(true);
      const search = document.querySelector<HTMLElement>("[data-search]");
      if (event.key !== "/" || search === null) return;
      event.preventDefault();
      search.focus();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [router]);
  return listed ? <KeyList onClose={() => setListed(false)} /> : null;
}

function KeyList({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Keys" onClose={onClose}>
      <dl className="facts dialog-body">
        <dt>
          <kbd>/</kbd>
        </dt>
        <dd>Search this list</dd>
        {PLACES.map((place) => (
          <KeyRow key={place.key} letter={place.key} words={place.words} />
        ))}
        <dt>
          <kbd>?</kbd>
        </dt>
        <dd>Show these keys</dd>
      </dl>
    </Dialog>
  );
}

function KeyRow({ letter, words }: { letter: string; words: string }) {
  return (
    <>
      <dt>
        <kbd>g</kbd> <kbd>{letter}</kbd>
      </dt>
      <dd>{words}</dd>
    </>
  );
}

/** Somebody types, or a dialog has the word. */
function isBusy(target: EventTarget | null): boolean {
  if (document.querySelector("dialog[open], .swal2-modal") !== null) {
    return true;
  }
  return target instanceof Element && target.closest("input, select, textarea") !== null;
}
