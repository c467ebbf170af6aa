import { toOneDirection } from "#lib/one-direction.pure";

const SHOWN_MS = 10_000;

/** For what has to be told when nothing can be fetched to tell it with: text only, for some seconds. */
export function sayPlainly(text: string): void {
  const note = document.createElement("div");
  note.className = "connection-note";
  note.role = "alert";
  note.textContent = toOneDirection(text);
  // Outside of an open dialog nothing is heard or reached.
  (document.querySelector("dialog[open]") ?? document.body).append(note);
  setTimeout(() => note.remove(), SHOWN_MS);
}
