"use client";

import { Dialog } from "./dialog";
import { PLACES } from "./places";

export function KeyList({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Keys" onClose={onClose}>
      <dl className="facts dialog-body">
        <dt>
          <kbd>Ctrl</kbd> or <kbd>⌘</kbd> <kbd>K</kbd>
        </dt>
        <dd>Find an instance, a backup, a page or an act</dd>
        <dt>
          <kbd>/</kbd>
        </dt>
        <dd>Search this list, or find anything where there is none</dd>
        {PLACES.map((place) => (
          <KeyRow key={place.key} letter={place.key} words={place.words} />
        ))}
        <dt>
          <kbd>Shift</kbd> with a click
        </dt>
        <dd>Select all rows from the last one chosen to this</dd>
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
