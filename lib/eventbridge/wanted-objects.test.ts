import { describe, expect, it } from "vitest";
import { checkAwsCron } from "./check-aws-cron.pure";
import { SPECS } from "./specs";
import { wantedObjects, type PlaceFacts, type WantedLink } from "./wanted-objects";

const PLACE: PlaceFacts = {
  placeId: "evp_1",
  installationId: "amivault-test",
  hash: "abcdefgh",
  partition: "aws",
  accountId: "111122223333",
  region: "ap-southeast-1",
  package: { sha256Base64: "c2hh", version: "0123456789ab" },
  runtime: "nodejs24.x",
  keyHash: "00ff",
  callbackUrl: "https://vault.example.com/api/backup-callback",
  rulesMax: 200,
  now: Date.UTC(2026, 0, 1),
};
const LINK: WantedLink = {
  linkId: "lnk_1",
  instanceRef: "ins_1",
  instanceId: "i-0123456789abcdef0",
  instanceName: "web",
  rebootOnBackup: false,
  cron: "0 2 * * *",
  zone: "UTC",
  spreadMs: 0,
  startWindowMs: 4 * 3_600_000,
  scheduleId: "sch_1",
  scheduleVersion: 1,
  hasRules: false,
};
const BERLIN = { ...LINK, linkId: "lnk_2", zone: "Europe/Berlin", cron: "30 2 * * *" };

function kindsOf(objects: ReturnType<typeof wantedObjects>): string[] {
  return [...new Set(objects.map(({ kind }) => kind))];
}

describe("wantedObjects", () => {
  it("wants nothing where nobody uses it", () => {
    expect(wantedObjects(PLACE, [], [])).toEqual([]);
  });

  it("wants one of each for the place, a tag for the instance and a rule for a schedule in UTC", () => {
    const objects = wantedObjects(PLACE, [LINK], []);
    expect(kindsOf(objects)).toEqual([
      "function_role",
      "scheduler_role",
      "log_group",
      "function",
      "permission",
      "alarm",
      "schedule_group",
      "state_rule",
      "protect_tag",
      "rule",
    ]);
    const spec = SPECS.rule.parse(objects.at(-1)?.spec);
    expect(spec.expression).toBe("cron(0 2 * * ? *)");
    expect(spec.retry).toEqual({ maximumEventAgeSeconds: 3_600, maximumRetryAttempts: 2 });
  });

  it("gives another zone a schedule, and one-time schedules where the clocks leave a moment out", () => {
    const objects = wantedObjects(PLACE, [BERLIN], []);
    const once = objects.filter(({ kind }) => kind === "one_time");
    // 02:30 of 29 March 2026 does not exist in Berlin: the first instant after is 01:00 UTC.
    expect(once.map(({ spec }) => spec["expression"])).toEqual(["at(2026-03-29T01:00:00)"]);
    expect(kindsOf(objects)).toContain("schedule");
    expect(kindsOf(objects)).not.toContain("rule");
  });

  it("is one tag for an instance with several schedules", () => {
    const tags = wantedObjects(PLACE, [LINK, BERLIN], []).filter(
      ({ kind }) => kind === "protect_tag",
    );
    expect(tags.map(({ name }) => name)).toEqual([LINK.instanceId]);
  });

  it("leaves EventBridge's quota to the first, and keeps whoever has a rule", () => {
    const links = Array.from({ length: 5 }, (_, index) => ({
      ...LINK,
      linkId: `lnk_${index}`,
      hasRules: index === 4,
    }));
    const objects = wantedObjects({ ...PLACE, rulesMax: 3 }, links, []);
    const byRule = objects.filter(({ kind }) => kind === "rule").map(({ linkId }) => linkId);
    expect(byRule).toEqual(["lnk_0", "lnk_1", "lnk_4"]);
    expect(objects.filter(({ kind }) => kind === "schedule")).toHaveLength(2);
  });

  it("has names and expressions that AWS takes", () => {
    const objects = wantedObjects(PLACE, [LINK, BERLIN], []);
    const named = objects.filter(({ kind }) => kind !== "log_group");
    for (const { name } of named) expect(name).toMatch(/^[\w.-]{1,64}$/);
    const expressions = objects.map(({ spec }) => String(spec["expression"]));
    const crons = expressions.filter((text) => text.startsWith("cron"));
    expect(crons.map(checkAwsCron)).toEqual([null, null]);
  });

  it("keeps a hostile name from being read as a variable of AWS", () => {
    const hostile = { ...LINK, instanceName: '<time> "<aws.scheduler.scheduled-time>" \\' };
    const rule = wantedObjects(PLACE, [hostile], []).at(-1);
    const template = String(rule?.spec["inputTemplate"]);
    expect(template.match(/<[^>]*>/g)).toEqual(["<time>"]);
    const sent: unknown = JSON.parse(template.replace("<time>", "2026-01-01T02:00:00Z"));
    expect(sent).toMatchObject({
      instanceId: LINK.instanceId,
      name: hostile.instanceName,
      scheduledTime: "2026-01-01T02:00:00Z",
    });
  });

  it("never holds the key of the reports, and follows it", () => {
    const text = JSON.stringify(wantedObjects(PLACE, [LINK], []));
    expect(text).toContain(PLACE.keyHash);
    const hashes = (facts: PlaceFacts) =>
      wantedObjects(facts, [LINK], []).find(({ kind }) => kind === "function")?.specHash;
    expect(hashes({ ...PLACE, keyHash: "11aa" })).not.toBe(hashes(PLACE));
  });

  it("asks for no news of images where there is no address to bring them to", () => {
    expect(kindsOf(wantedObjects({ ...PLACE, callbackUrl: null }, [LINK], []))).not.toContain(
      "state_rule",
    );
  });
});
