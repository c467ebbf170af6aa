const STATEMENTS = /^([\s\S]*?)(\{"Effect":[\s\S]*\})$/;

/** What to do, and the IAM statements to paste for it, if it ends with some. */
export function splitSuggestion(text: string): { words: string; statements: string | null } {
  const found = STATEMENTS.exec(text);
  if (found === null) return { words: text, statements: null };
  const [, words = "", json = ""] = found;
  try {
    const statements: unknown[] = JSON.parse(`[${json}]`);
    return {
      words: words.trim(),
      statements: statements.map((one) => JSON.stringify(one, null, 2)).join(",\n"),
    };
  } catch {
    return { words: text, statements: null };
  }
}
