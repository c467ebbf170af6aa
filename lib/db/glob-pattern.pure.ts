/**
 * The text as a pattern of SQLite's GLOB that finds it whatever the case of its letters, in every
 * alphabet: LIKE and lower() fold the letters of ASCII alone. Signs of GLOB are letters like others.
 */
export function toGlobPattern(text: string): string {
  return [...text].map(toClass).join("");
}

function toClass(letter: string): string {
  const small = letter.toLowerCase();
  const capital = letter.toUpperCase();
  // What another case writes with two letters, as ß, stands for itself.
  const forms = [letter, small, capital, capital.toLowerCase()].filter(
    (form) => [...form].length === 1,
  );
  // At the end of a word, Greek writes it so.
  if (forms.includes("σ")) forms.push("ς");
  const distinct = [...new Set(forms)];
  if (distinct.length > 1) return `[${distinct.join("")}]`;
  return "*?[".includes(letter) ? `[${letter}]` : letter;
}
