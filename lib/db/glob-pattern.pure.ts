/**
 * The text as a pattern of SQLite's GLOB that finds it whatever the case of its letters, in every
 * alphabet: LIKE and lower() fold the letters of ASCII alone. Signs of GLOB are letters like others.
 */
export function toGlobPattern(text: string): string {
  return [...text].map(toClass).join("");
}

/** The same for text that is no column's: what the one finds is what the other does. */
export function toTextPattern(text: string): RegExp {
  const classes = [...text].map((letter) => `[${formsOf(letter).map(toEscape).join("")}]`);
  return new RegExp(classes.join(""), "u");
}

function toClass(letter: string): string {
  const forms = formsOf(letter);
  if (forms.length > 1) return `[${forms.join("")}]`;
  return "*?[".includes(letter) ? `[${letter}]` : letter;
}

function toEscape(letter: string): string {
  return `\\u{${(letter.codePointAt(0) ?? 0).toString(16)}}`;
}

function formsOf(letter: string): string[] {
  const small = letter.toLowerCase();
  const capital = letter.toUpperCase();
  // What another case writes with two letters, as ß, stands for itself.
  const forms = [letter, small, capital, capital.toLowerCase()].filter(
    (form) => [...form].length === 1,
  );
  // At the end of a word, Greek writes it so.
  if (forms.includes("σ")) forms.push("ς");
  return [...new Set(forms)];
}
