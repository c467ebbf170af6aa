import { expect, test } from "vitest";
import type { RecentEventDto } from "./dto";
import { mergeEvents } from "./merge-events.pure";

function event(minute: number, more: Partial<RecentEventDto> = {}): RecentEventDto {
  return {
    id: String(minute),
    at: new Date(Date.UTC(2026, 1, 1, 2, minute)).toISOString(),
    tone: "ok",
    who: null,
    what: "Backup available:",
    subject: `server ${minute}`,
    others: 0,
    detail: null,
    href: null,
    ...more,
  };
}

const shape = (events: RecentEventDto[]) =>
  events.map(({ what, subject, others }) => `${what} ${subject} +${others}`);

test("the newest is first, and what went alike in a row is told once", () => {
  const failed = event(3, { tone: "bad", what: "Backup failed:", detail: "AWS said no." });
  expect(shape(mergeEvents([event(1), event(2), failed, event(4), event(5)], 10))).toEqual([
    "Backup available: server 5 +1",
    "Backup failed: server 3 +0",
    "Backup available: server 2 +1",
  ]);
});

test("trouble is told together only where it has one reason", () => {
  const bad = { tone: "bad" as const, what: "Backup failed:" };
  const events = [
    event(4, { ...bad, detail: "AWS said no." }),
    event(3, { ...bad, detail: "AWS said no." }),
    event(2, { ...bad, detail: "Its window ended." }),
    event(1, { tone: "bad", what: "Alert:", subject: "A" }),
    event(0, { tone: "bad", what: "Alert:", subject: "B" }),
  ];
  expect(shape(mergeEvents(events, 10))).toEqual([
    "Backup failed: server 4 +1",
    "Backup failed: server 2 +0",
    "Alert: A +0",
    "Alert: B +0",
  ]);
});

test("a list that is full still counts what belongs to its last line", () => {
  const other = event(3, { what: "Over:" });
  expect(shape(mergeEvents([event(1), event(2), other, event(0, { what: "x" })], 2))).toEqual([
    "Over: server 3 +0",
    "Backup available: server 2 +1",
  ]);
});
