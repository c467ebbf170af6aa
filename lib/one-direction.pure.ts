/** Marks that turn the direction in which what comes after them, or stands beside them, is read. */
const TURNS = /\p{Bidi_Control}/gu;

/**
 * A sentence with names of others in it: none of them turns the words and figures around it. A name
 * that stands alone in an element of its own needs nothing: that is `.hostile`.
 */
export function toOneDirection(text: string): string {
  return text.replace(TURNS, "");
}
