import { describe, expect, it } from "vitest";
import { checkAwsCron } from "./check-aws-cron.pure";
import { SPECS } from "./specs";
import { ONE_TIME_MARGIN_MS } from "./tell-aws";
import type { PlaceFacts, WantedLink, WantedObject } from "./wanted-object";
import { wantedObjects } from "./wanted-objects";

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
  rulesStanding: 0,
};
const BERLIN = { ...LINK, linkId: "lnk_2", zone: "Europe/Berlin", cron: "30 2 * * *" };

function kindsOf(objects: readonly WantedObject[]): string[] {
  return [...new Set(objects.map(({ kind }) => kind))];
}

describe("wantedObjects", () => {
  it("wants nothing where nobody uses it", async () => {
    expect(await wantedObjects(PLACE, [], [])).toEqual([]);
  });

  it("wants one of each for the place, a tag for the instance and a rule for a schedule in UTC", async () => {
    const objects = await wantedObjects(PLACE, [LINK], []);
    expect(kindsOf(objects)).toEqual([
      "function_role",
      "log_group",
      "function",
      "permission",
      "alarm",
      "state_rule",
      "protect_tag",
      "rule",
    ]);
    const spec = SPECS.rule.parse(objects.at(-1)?.spec);
    expect(spec.expression).toBe("cron(0 2 * * ? *)");
    expect(spec.retry).toEqual({ maximumEventAgeSeconds: 3_600, maximumRetryAttempts: 2 });
  });

  it("gives another zone a schedule, and one-time schedules where the clocks leave a moment out", async () => {
    const objects = await wantedObjects(PLACE, [BERLIN], []);
    const once = objects.filter(({ kind }) => kind === "one_time");
    // 02:30 of 29 March 2026 does not exist in Berlin: the first instant after is 01:00 UTC.
    expect(once.map(({ spec }) => spec["expression"])).toEqual(["at(2026-03-29T01:00:00)"]);
    expect(kindsOf(objects)).toEqual(
      expect.arrayContaining(["schedule", "scheduler_role", "schedule_group"]),
    );
    expect(kindsOf(objects)).not.toContain("rule");
  });

  it("leaves a one-time schedule to AWS until its window and a margin are over", async () => {
    const at = Date.UTC(2026, 2, 29, 1);
    const spread = { ...BERLIN, spreadMs: 3 * 3_600_000 };
    const pastAt = async (link: WantedLink, now: number) => {
      const objects = await wantedObjects({ ...PLACE, now }, [link], []);
      const once = objects.find(({ spec }) => spec["expression"] === "at(2026-03-29T01:00:00)");
      return once?.isPast;
    };
    expect(await pastAt(BERLIN, at - 1)).toBe(false);
    expect(await pastAt(BERLIN, at)).toBe(true);
    expect(await pastAt(BERLIN, at + ONE_TIME_MARGIN_MS - 1)).toBe(true);
    expect(await pastAt(BERLIN, at + ONE_TIME_MARGIN_MS)).toBeUndefined();
    expect(await pastAt(spread, at + spread.spreadMs + ONE_TIME_MARGIN_MS - 1)).toBe(true);
  });

  it("is one tag for an instance with several schedules", async () => {
    const objects = await wantedObjects(PLACE, [LINK, BERLIN], []);
    const tags = objects.filter(({ kind }) => kind === "protect_tag");
    expect(tags.map(({ name }) => name)).toEqual([LINK.instanceId]);
  });

  it("leaves EventBridge's quota to the first, and keeps whoever has a rule", async () => {
    const links = Array.from({ length: 5 }, (_, index) => ({
      ...LINK,
      linkId: `lnk_${index}`,
      rulesStanding: index === 4 ? 1 : 0,
    }));
    const objects = await wantedObjects({ ...PLACE, rulesMax: 3 }, links, []);
    const byRule = objects.filter(({ kind }) => kind === "rule").map(({ linkId }) => linkId);
    expect(byRule).toEqual(["lnk_0", "lnk_1", "lnk_4"]);
    expect(objects.filter(({ kind }) => kind === "schedule")).toHaveLength(2);
  });

  it("counts rules, and gives Scheduler a link of which only some stand", async () => {
    const twice = { ...LINK, cron: "0 2 1 * 1" };
    const kindOf = async (rulesMax: number, rulesStanding: number) => {
      const objects = await wantedObjects(
        { ...PLACE, rulesMax },
        [{ ...twice, rulesStanding }],
        [],
      );
      return objects.filter(({ linkId }) => linkId !== null).map(({ kind }) => kind);
    };
    expect(await kindOf(2, 0)).toEqual(["rule", "rule"]);
    expect(await kindOf(1, 0)).toEqual(["schedule", "schedule"]);
    expect(await kindOf(0, 1)).toEqual(["schedule", "schedule"]);
    expect(await kindOf(0, 2)).toEqual(["rule", "rule"]);
  });

  it("has names and expressions that AWS takes", async () => {
    const objects = await wantedObjects(PLACE, [LINK, BERLIN], []);
    const named = objects.filter(({ kind }) => kind !== "log_group");
    for (const { name } of named) expect(name).toMatch(/^[\w.-]{1,64}$/);
    const expressions = objects.map(({ spec }) => String(spec["expression"]));
    const crons = expressions.filter((text) => text.startsWith("cron"));
    expect(crons.map(checkAwsCron)).toEqual([null, null]);
  });

  it("keeps a hostile name from being read as a variable of AWS", async () => {
    const hostile = { ...LINK, instanceName: '<time> "<aws.scheduler.scheduled-time>" \\' };
    const rule = (await wantedObjects(PLACE, [hostile], [])).at(-1);
    const template = String(rule?.spec["inputTemplate"]);
    expect(template.match(/<[^>]*>/g)).toEqual(["<time>"]);
    const sent: unknown = JSON.parse(template.replace("<time>", "2026-01-01T02:00:00Z"));
    expect(sent).toMatchObject({
      instanceId: LINK.instanceId,
      name: hostile.instanceName,
      scheduledTime: "2026-01-01T02:00:00Z",
    });
  });

  it("never holds the key of the reports, and follows it", async () => {
    const text = JSON.stringify(await wantedObjects(PLACE, [LINK], []));
    expect(text).toContain(PLACE.keyHash);
    const hashOf = async (facts: PlaceFacts) => {
      const objects = await wantedObjects(facts, [LINK], []);
      return objects.find(({ kind }) => kind === "function")?.specHash;
    };
    expect(await hashOf({ ...PLACE, keyHash: "11aa" })).not.toBe(await hashOf(PLACE));
  });

  it("asks for no news of images where there is no address to bring them to", async () => {
    expect(kindsOf(await wantedObjects({ ...PLACE, callbackUrl: null }, [LINK], []))).not.toContain(
      "state_rule",
    );
  });
});
