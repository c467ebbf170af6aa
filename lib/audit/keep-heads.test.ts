import { expect, test } from "vitest";
import { DAY, HOUR, MINUTE } from "../clock";
import { keepHeads } from "./keep-heads";
import type { AuditHead } from "./heads.pure";

const installation = "amivault-test";
const MINUTES_PER_DAY = DAY / MINUTE;
const headAt = (seq: number, at: number): AuditHead => {
  return { installation, seq, mac: `mac-${seq}-${at}`, keyId: "auk_1", at };
};

async function* eachMinute(days: number): AsyncGenerator<AuditHead> {
  for (let minute = 0; minute < days * MINUTES_PER_DAY; minute++) {
    yield headAt(minute + 1, minute * MINUTE);
  }
}

async function* listed(...heads: AuditHead[]): AsyncGenerator<AuditHead> {
  yield* heads;
}

test("of two years of minutes the last month is kept whole, and of the rest the last of each hour", async () => {
  const kept = await keepHeads(eachMinute(720), { installation, now: 720 * DAY });
  expect(kept).toHaveLength((720 - 31) * 24 + 31 * MINUTES_PER_DAY);
  expect(kept[0]?.seq).toBe(60);
  expect(kept.at(-1)?.seq).toBe(720 * MINUTES_PER_DAY);
});

test("what the next one does not prove is kept, and another installation's is not", async () => {
  const heads = [headAt(10, 0), headAt(40, MINUTE), headAt(35, 2 * MINUTE), headAt(50, 3 * MINUTE)];
  const other = { ...headAt(60, 4 * MINUTE), installation: "other" };
  const kept = await keepHeads(listed(...heads, other), { installation, now: 100 * DAY });
  expect(kept.map(({ seq }) => seq)).toEqual([40, 50]);
});

test("of one hour's heads the last is kept, also where a file begins with the next", async () => {
  const heads = [headAt(1, HOUR - 1), headAt(2, HOUR), headAt(3, 2 * HOUR - 1)];
  const kept = await keepHeads(listed(...heads), { installation, now: 100 * DAY });
  expect(kept.map(({ seq }) => seq)).toEqual([1, 3]);
});
