import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { toTextPattern } from "./glob-pattern.pure";
import { beginsWithText, holdsText } from "./holds-text";

let runtime: TestRuntime;
beforeAll(async () => {
  runtime = await createTestRuntime();
});
afterAll(() => runtime.close());

async function isTrue(condition: ReturnType<typeof sql>): Promise<boolean> {
  const [row] = await runtime.db.read
    .select({ is: sql<number>`${condition}` })
    .from(sql`(select 1)`);
  return row?.is === 1;
}
/** As the database finds it, and as the same is found elsewhere. */
async function holds(whole: string, part: string): Promise<boolean> {
  const found = await isTrue(holdsText(sql`${whole}`, part));
  expect(toTextPattern(part).test(whole)).toBe(found);
  return found;
}

it.each([
  ["ÄRGER", "ärger"],
  ["ärger", "ÄRGER"],
  ["Großer Öl-ÄRGER 2", "öl-ärger"],
  ["öL-äRGER", "ÖL-Ärger"],
  ["МОСКВА-Север", "москва-СЕВЕР"],
  ["ΟΔΟΣ", "οδός".normalize("NFD").replaceAll(/\p{M}/gu, "")],
  ["οδος", "ΟΔΟΣ"],
  ["straße", "STRAßE"],
  ["日本語-WEB", "語-web"],
  ["🗄️ Archive", "🗄️ ARCHIVE"],
  ["plain", ""],
])("%j holds %j, whatever the case", async (whole, part) => {
  expect(await holds(whole, part)).toBe(true);
});

it.each([
  ["ärger", "arger"],
  ["abc", "a*c"],
  ["abc", "a?c"],
  ["abc", "[abc]"],
  ["abc", "a%"],
  ["abc", "a_c"],
  ["b", "[^a]"],
])("%j does not hold %j: signs of patterns are letters like others", async (whole, part) => {
  expect(await holds(whole, part)).toBe(false);
});

it("finds the signs of patterns themselves", async () => {
  for (const sign of ["*", "?", "[", "]", "[a-z]", "^", "-", "\\", "%", "_", "'", "[[]"]) {
    expect(await holds(`x${sign}y`, `X${sign}Y`), sign).toBe(true);
  }
});

it("tells a beginning from a part", async () => {
  expect(await isTrue(beginsWithText(sql`${"ÄRGER"}`, "är"))).toBe(true);
  expect(await isTrue(beginsWithText(sql`${"der ÄRGER"}`, "är"))).toBe(false);
});

it("takes the longest search there is", async () => {
  const long = "ÄÖ".repeat(200);
  expect(await holds(`x${long.toLowerCase()}`, long)).toBe(true);
});
