import { describe, expect, it } from "vitest";
import { dueBetween, nextDue, nextRuns } from "./next-runs.pure";

interface Golden {
  readonly says: string;
  readonly cron: string;
  readonly zone: string;
  readonly after: string;
  readonly due: readonly string[];
}

const goldens: Golden[] = [
  {
    says: "fixed hours in the gap run at the first instant after it, that day only",
    cron: "30 2 * * *",
    zone: "Europe/Berlin",
    after: "2026-03-28T00:00Z",
    due: ["2026-03-28T01:30Z", "2026-03-29T01:00Z", "2026-03-30T00:30Z"],
  },
  {
    says: "fixed hours in the overlap run in the first pass only",
    cron: "30 2 * * *",
    zone: "Europe/Berlin",
    after: "2026-10-24T00:00Z",
    due: ["2026-10-24T00:30Z", "2026-10-25T00:30Z", "2026-10-26T01:30Z"],
  },
  {
    says: "several times in one gap make one run, shared with a run that is due there anyway",
    cron: "*/15 2,3 * * *",
    zone: "Europe/Berlin",
    after: "2026-03-29T00:00Z",
    due: ["2026-03-29T01:00Z", "2026-03-29T01:15Z", "2026-03-29T01:30Z", "2026-03-29T01:45Z"],
  },
  {
    says: "every hour: the gap adds nothing",
    cron: "30 * * * *",
    zone: "America/New_York",
    after: "2026-03-08T05:30Z",
    due: ["2026-03-08T06:30Z", "2026-03-08T07:30Z", "2026-03-08T08:30Z"],
  },
  {
    says: "every hour: the overlap runs twice",
    cron: "30 * * * *",
    zone: "America/New_York",
    after: "2026-11-01T04:30Z",
    due: ["2026-11-01T05:30Z", "2026-11-01T06:30Z", "2026-11-01T07:30Z"],
  },
  {
    says: "a step: an hour in the gap folds to the first instant after it",
    cron: "30 */2 * * *",
    zone: "Europe/Berlin",
    after: "2026-03-28T23:30Z",
    due: ["2026-03-29T01:00Z", "2026-03-29T02:30Z", "2026-03-29T04:30Z"],
  },
  {
    says: "a step: both passes of the overlap run",
    cron: "30 */2 * * *",
    zone: "Europe/Berlin",
    after: "2026-10-24T22:30Z",
    due: ["2026-10-25T00:30Z", "2026-10-25T01:30Z", "2026-10-25T03:30Z"],
  },
  {
    says: "a step inside a range counts as a step",
    cron: "30 0-4/2 * * *",
    zone: "Europe/Berlin",
    after: "2026-10-24T22:30Z",
    due: ["2026-10-25T00:30Z", "2026-10-25T01:30Z", "2026-10-25T03:30Z"],
  },
  {
    says: "Lord Howe's half-hour gap moves only what lies in it",
    cron: "15,45 2 * * *",
    zone: "Australia/Lord_Howe",
    after: "2026-10-03T12:00Z",
    due: ["2026-10-03T15:30Z", "2026-10-03T15:45Z", "2026-10-04T15:15Z"],
  },
  {
    says: "Lord Howe's half-hour overlap repeats only what lies in it",
    cron: "15,45 * * * *",
    zone: "Australia/Lord_Howe",
    after: "2026-04-04T14:00Z",
    due: ["2026-04-04T14:15Z", "2026-04-04T14:45Z", "2026-04-04T15:15Z", "2026-04-04T15:45Z"],
  },
  {
    says: "a gap at midnight keeps the day's midnight run",
    cron: "0 0 * * *",
    zone: "Africa/Cairo",
    after: "2026-04-22T22:00Z",
    due: ["2026-04-23T22:00Z", "2026-04-24T21:00Z"],
  },
  {
    says: "an overlap that goes back over midnight repeats no day",
    cron: "0 0 * * *",
    zone: "America/Havana",
    after: "2026-10-31T04:00Z",
    due: ["2026-11-01T04:00Z", "2026-11-02T05:00Z"],
  },
  {
    says: "a whole skipped day runs at the first instant after it",
    cron: "0 2 * * *",
    zone: "Pacific/Apia",
    after: "2011-12-28T12:00Z",
    due: ["2011-12-29T12:00Z", "2011-12-30T10:00Z", "2011-12-30T12:00Z", "2011-12-31T12:00Z"],
  },
  {
    says: "a weekly run on a skipped day is not lost for a week",
    cron: "0 2 * * 5",
    zone: "Pacific/Apia",
    after: "2011-12-24T00:00Z",
    due: ["2011-12-30T10:00Z", "2012-01-05T12:00Z"],
  },
  {
    says: "offsets of seconds are kept: Monrovia skipped 44 minutes and 30 seconds",
    cron: "10 0,1 * * *",
    zone: "Africa/Monrovia",
    after: "1972-01-06T02:00Z",
    due: ["1972-01-07T00:44:30Z", "1972-01-07T01:10Z", "1972-01-08T00:10Z"],
  },
  {
    says: "day of the month and weekday, both restricted, are joined by OR",
    cron: "0 2 1 * MON",
    zone: "UTC",
    after: "2026-03-30T02:00Z",
    due: ["2026-04-01T02:00Z", "2026-04-06T02:00Z", "2026-04-13T02:00Z"],
  },
  {
    says: "a day field that contains a star is joined by AND: the first Sunday of the month",
    cron: "0 2 1-7 * */7",
    zone: "UTC",
    after: "2026-03-01T02:00Z",
    due: ["2026-04-05T02:00Z", "2026-05-03T02:00Z"],
  },
  {
    says: "the last day follows the length of the month",
    cron: "0 2 L * *",
    zone: "UTC",
    after: "2028-01-31T02:00Z",
    due: ["2028-02-29T02:00Z", "2028-03-31T02:00Z", "2028-04-30T02:00Z"],
  },
  {
    says: "a 31st passes over the months that have none",
    cron: "0 2 31 * *",
    zone: "UTC",
    after: "2026-01-31T02:00Z",
    due: ["2026-03-31T02:00Z", "2026-05-31T02:00Z"],
  },
  {
    says: "a leap day waits eight years over 2100",
    cron: "0 0 29 2 *",
    zone: "UTC",
    after: "2092-03-01T00:00Z",
    due: ["2096-02-29T00:00Z", "2104-02-29T00:00Z", "2108-02-29T00:00Z"],
  },
  {
    says: "a leap day that is a Sunday is found forty years away",
    cron: "0 0 29 2 */7",
    zone: "Europe/Berlin",
    after: "2088-03-01T00:00Z",
    due: ["2128-02-28T23:00Z"],
  },
  {
    says: "the turn of the year is no seam, east and west of Greenwich",
    cron: "0 */6 * * *",
    zone: "Pacific/Kiritimati",
    after: "2026-12-31T09:00Z",
    due: ["2026-12-31T10:00Z", "2026-12-31T16:00Z", "2026-12-31T22:00Z", "2027-01-01T04:00Z"],
  },
];

describe("due moments", () => {
  it.each(goldens)("$says ($cron $zone)", ({ cron, zone, after, due }) => {
    const found = nextRuns({
      schedule: { cron, zone },
      after: Date.parse(after),
      count: due.length,
    });
    expect(found.map(toText)).toEqual(due.map((text) => toText(Date.parse(text))));
  });

  it("exclude the instant asked about and include the end of a range", () => {
    const schedule = { cron: "0 2 * * *", zone: "UTC" };
    const [first, second] = [Date.UTC(2026, 0, 1, 2), Date.UTC(2026, 0, 2, 2)];
    expect(nextDue({ schedule, after: first - 1 })).toBe(first);
    expect(nextDue({ schedule, after: first })).toBe(second);
    expect(dueBetween({ schedule, from: first, to: second, limit: 10 })).toEqual([second]);
    expect(dueBetween({ schedule, from: first, to: second - 1, limit: 10 })).toEqual([]);
  });

  it("stop at the limit, oldest first", () => {
    const schedule = { cron: "*/5 * * * *", zone: "UTC" };
    const from = Date.UTC(2026, 0, 1);
    const found = dueBetween({ schedule, from, to: from + 1e12, limit: 3 });
    expect(found).toEqual([from + 300_000, from + 600_000, from + 900_000]);
  });

  it("are an error, not an endless search, for what no parser lets pass", () => {
    const after = Date.UTC(2026, 0, 1);
    expect(() => nextDue({ schedule: { cron: "0 0 31 2 *", zone: "UTC" }, after })).toThrow(
      /never/,
    );
    expect(() => nextDue({ schedule: { cron: "nonsense", zone: "UTC" }, after })).toThrow(
      RangeError,
    );
    expect(() => nextDue({ schedule: { cron: "0 2 * * *", zone: "No/Where" }, after })).toThrow(
      /time zone/,
    );
    expect(() =>
      nextDue({ schedule: { cron: "0 2 * * *", zone: "UTC" }, after: Number.NaN }),
    ).toThrow(RangeError);
  });
});

function toText(atMs: number): string {
  return new Date(atMs).toISOString();
}
