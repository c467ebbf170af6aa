import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

/**
 * The levels of the requirements of OWASP ASVS 5.0.0 by section, in their order: `12.2:11` says
 * that 12.2.1 and 12.2.2 are of level 1. (https://github.com/OWASP/ASVS, 5.0/docs_en, release 5.0.0)
 */
const SECTIONS = `
  1.1:22 1.2:1111122223 1.3:112222222223 1.4:222 1.5:123
  2.1:122 2.2:112 2.3:12223 2.4:23
  3.1:3 3.2:113 3.3:12223 3.4:11222233 3.5:11122333 3.6:3 3.7:22333
  4.1:12233 4.2:23333 4.3:22 4.4:1222
  5.1:2 5.2:112333 5.3:113 5.4:222
  6.1:122 6.2:111111112222 6.3:11223333 6.4:112233 6.5:22222333 6.6:2223 6.7:33 6.8:2222
  7.1:222 7.2:1111 7.3:22 7.4:11222 7.5:223 7.6:22
  8.1:1233 8.2:1123 8.3:133 8.4:23
  9.1:111 9.2:1222
  10.1:22 10.2:223 10.3:22223 10.4:1111122222233333 10.5:22222 10.6:22 10.7:222
  11.1:2233 11.2:22233 11.3:11233 11.4:1222 11.5:23 11.6:23 11.7:33
  12.1:12233 12.2:11 12.3:22223
  13.1:2333 13.2:222223 13.3:2233 13.4:1222233
  14.1:22 14.2:12223333 14.3:122
  15.1:12233 15.2:12233 15.3:1222222 15.4:3333
  16.1:2 16.2:22222 16.3:2222 16.4:222 16.5:2223
  17.1:23 17.2:22223333 17.3:22
`;

const levels = new Map<string, number>(
  SECTIONS.trim()
    .split(/\s+/)
    .flatMap((word) => {
      const [section = "", digits = ""] = word.split(":");
      return Array.from(digits, (digit, at) => [`${section}.${at + 1}`, Number(digit)] as const);
    }),
);

const [, text = ""] = readFileSync("docs/security.md", "utf8").split("## OWASP ASVS 5.0, level 2");
const [tables = "", open = ""] = (text.split("## Dependencies")[0] ?? "").split("### Not met");

/** `6.2.1 – 6.2.3`, `6.6` and `V5` stand for every requirement that they mean. */
function idsOf(named: string): string[] {
  return [...named.matchAll(/V?\d+(?:\.\d+){0,2}(?: – \d+\.\d+\.\d+)?/g)].flatMap(([word]) => {
    const [first = "", last] = word.replace("V", "").split(" – ");
    if (last === undefined && first.split(".").length === 3) return [first];
    const whole = [...levels.keys()].filter((id) => id.startsWith(`${first}.`));
    if (last === undefined) return whole;
    const section = first.slice(0, first.lastIndexOf("."));
    const numberOf = (id: string) => Number(id.slice(section.length + 1));
    return Array.from(
      { length: numberOf(last) - numberOf(first) + 1 },
      (_, at) => `${section}.${numberOf(first) + at}`,
    );
  });
}

const shown = [...tables.matchAll(/^\| ([\d., –]+) \|/gm)].flatMap(([, cell = ""]) => idsOf(cell));
const bullets = open.split(/^- /m).slice(1);
const boldOf = (bullet: string) => bullet.match(/\*\*[V\d., –]+\*\*/g)?.join(", ") ?? "";
const listed = bullets.flatMap((bullet) => idsOf(boldOf(bullet)));

describe("the ASVS section of docs/security.md", () => {
  test("knows the release's 345 requirements", () => {
    expect(levels.size).toBe(345);
  });

  test("names only requirements that there are", () => {
    expect([...shown, ...listed].filter((id) => !levels.has(id))).toEqual([]);
  });

  test("says of every requirement of levels 1 and 2 that it is met, in part, not, or not ours", () => {
    const said = new Set([...shown, ...listed]);
    const missing = [...levels].filter(([id, level]) => level < 3 && !said.has(id));
    expect(missing.map(([id]) => id)).toEqual([]);
  });

  test("says one of them, once", () => {
    const all = [...shown, ...listed];
    expect(all.filter((id, at) => all.indexOf(id) !== at)).toEqual([]);
  });

  test("calls level 3 what is of level 3, and nothing else", () => {
    const wrong = bullets
      .filter((bullet) => !bullet.includes("do not apply"))
      .filter((bullet) => {
        const found = idsOf(boldOf(bullet)).map((id) => levels.get(id) === 3);
        return found.some((isThird) => isThird !== bullet.includes("(level 3)"));
      });
    expect(wrong).toEqual([]);
  });
});
