import { toOneDirection } from "#lib/one-direction.pure";

/** A popup's title is read as text here, never as HTML, and neither of the two turns the other's words. */
export function toPopupText(words: { title: string; text?: string }): {
  titleText: string;
  text?: string;
} {
  const titleText = toOneDirection(words.title);
  return words.text === undefined ? { titleText } : { titleText, text: toOneDirection(words.text) };
}
