/** AWS's wildcards: `*` any run, `?` one character, `\` before either (or itself) takes it literally. */
export function textPattern(pattern: string): {
  literal?: string;
  test: (text: string) => boolean;
} {
  if (!/[*?\\]/.test(pattern)) return { literal: pattern, test: (text) => text === pattern };
  const tokens = toTokens(pattern);
  if (tokens.every((token) => typeof token === "string")) {
    const literal = tokens.join("");
    return { literal, test: (text) => text === literal };
  }
  return { test: (text) => matches({ tokens, text: [...text] }) };
}

const ANY = { any: true } as const;
const ONE = { any: false } as const;
type Token = string | typeof ANY | typeof ONE;

function toTokens(pattern: string): Token[] {
  const characters = [...pattern];
  const tokens: Token[] = [];
  for (let i = 0; i < characters.length; i += 1) {
    const character = characters[i] ?? "";
    const next = characters[i + 1];
    if (character === "\\" && (next === "*" || next === "?" || next === "\\")) {
      tokens.push(next);
      i += 1;
    } else if (character === "*") tokens.push(ANY);
    else if (character === "?") tokens.push(ONE);
    else tokens.push(character);
  }
  return tokens;
}

/** Greedy with one point to return to, so that no pattern makes it slow. */
function matches({ tokens, text }: { tokens: Token[]; text: string[] }): boolean {
  let token = 0;
  let at = 0;
  let star = -1;
  let starAt = 0;
  while (at < text.length) {
    const current = tokens[token];
    if (current === ANY) {
      star = token;
      starAt = at;
      token += 1;
    } else if (current !== undefined && (current === ONE || current === text[at])) {
      token += 1;
      at += 1;
    } else if (star >= 0) {
      token = star + 1;
      starAt += 1;
      at = starAt;
    } else return false;
  }
  while (tokens[token] === ANY) token += 1;
  return token === tokens.length;
}
