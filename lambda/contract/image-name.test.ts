import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backupKey, IMAGE_TAGS, imageName, imageTags } from "./image-name";
import type { BackupIdentity } from "./image-name";

const DUE_AT = Date.UTC(2026, 2, 1, 2, 0, 0);
const scheduled: BackupIdentity = {
  installationId: "inst-7f3a",
  accountId: "111122223333",
  region: "eu-central-1",
  instanceId: "i-0123456789abcdef0",
  due: { dueAt: DUE_AT },
};
const manual: BackupIdentity = { ...scheduled, due: { requestId: "req-1" } };

describe("backupKey", () => {
  it("is the stored golden value, because images in AWS already carry it", () => {
    expect(backupKey(scheduled)).toBe("iudldsok77nkpk5h");
    expect(backupKey(manual)).toBe("dsdsmui74dpurew2");
  });

  it("is the first 80 bits of SHA-256 over the JSON list of facts, in base32", () => {
    const facts =
      '["inst-7f3a","111122223333","eu-central-1","i-0123456789abcdef0","2026-03-01T02:00:00Z"]';
    const hex = createHash("sha256").update(facts).digest("hex").slice(0, 20);
    const bits = [...hex].map((digit) => Number.parseInt(digit, 16).toString(2).padStart(4, "0"));
    const groups = bits.join("").match(/.{5}/g) ?? [];
    const expected = groups.map(
      (group) => "abcdefghijklmnopqrstuvwxyz234567"[Number.parseInt(group, 2)],
    );
    expect(backupKey(scheduled)).toBe(expected.join(""));
  });

  it("differs when any one fact differs, also when the facts joined read the same", () => {
    const variants: BackupIdentity[] = [
      scheduled,
      manual,
      { ...scheduled, installationId: "inst-7f3a1", accountId: "11122223333" },
      { ...scheduled, accountId: "111122223334" },
      { ...scheduled, region: "eu-central-2" },
      { ...scheduled, instanceId: "i-0123456789abcdef1" },
      { ...scheduled, due: { dueAt: DUE_AT + 60_000 } },
      { ...scheduled, due: { requestId: "req-2" } },
    ];
    expect(new Set(variants.map((variant) => backupKey(variant))).size).toBe(variants.length);
  });
});

describe("imageName", () => {
  it("is the stored golden value, with the due moment in UTC", () => {
    expect(imageName({ ...scheduled, attempt: 1, at: DUE_AT })).toBe(
      "i-0123456789abcdef0-20260301T020000Z-a5vqby6feazkrxrv",
    );
    expect(imageName({ ...manual, attempt: 2, at: DUE_AT + 1_234 })).toBe(
      "i-0123456789abcdef0-20260301T020001Z-oxndqbwkyz5oxhsl",
    );
  });

  it("differs from attempt to attempt while the key of the backup stays", () => {
    const names = [1, 2, 3].map((attempt) => imageName({ ...scheduled, attempt, at: DUE_AT }));
    expect(new Set(names).size).toBe(3);
  });

  it("is legal for AWS and short enough for every identity", () => {
    fc.assert(
      fc.property(
        fc.record({
          installationId: fc.string({ unit: "binary" }),
          accountId: fc.string(),
          region: fc.string(),
          instanceId: fc.stringMatching(/^i-[0-9a-f]{8,17}$/),
          requestId: fc.string({ unit: "grapheme" }),
          at: fc.integer({ min: 0, max: Date.UTC(2999, 0, 1) }),
          attempt: fc.integer({ min: 1, max: 1_000 }),
        }),
        ({ requestId, at, attempt, ...facts }) => {
          const name = imageName({ ...facts, due: { requestId }, attempt, at });
          expect(name).toMatch(/^i-[0-9a-f]{8,17}-\d{8}T\d{6}Z-[a-z2-7]{16}$/);
          expect(name.length).toBeLessThanOrEqual(128);
        },
      ),
    );
  });

  it("refuses what cannot be a name: another instance id, attempt 0, another moment than the due one", () => {
    const good = { ...scheduled, attempt: 1, at: DUE_AT };
    expect(() => imageName({ ...good, instanceId: "web<1>" })).toThrow(RangeError);
    expect(() => imageName({ ...good, attempt: 0 })).toThrow(RangeError);
    expect(() => imageName({ ...good, at: DUE_AT + 1 })).toThrow(RangeError);
  });
});

describe("imageTags", () => {
  it("names owner, backup, attempt, instance and due moment", () => {
    expect(imageTags({ ...scheduled, attempt: 2 })).toEqual([
      { key: IMAGE_TAGS.owner, value: "inst-7f3a" },
      { key: IMAGE_TAGS.backup, value: backupKey(scheduled) },
      { key: IMAGE_TAGS.attempt, value: "2" },
      { key: IMAGE_TAGS.instance, value: "i-0123456789abcdef0" },
      { key: IMAGE_TAGS.due, value: "2026-03-01T02:00:00Z" },
    ]);
  });

  it("names the request of a manual backup, so that a lost record can be rebuilt", () => {
    expect(imageTags({ ...manual, attempt: 1 })).toContainEqual({
      key: IMAGE_TAGS.due,
      value: "request:req-1",
    });
  });

  it("keeps a hostile readable name within AWS's 256 characters, without control characters", () => {
    const readableName = `\u0000<b>\n${"🙂".repeat(400)}`;
    const [name] = imageTags({ ...scheduled, attempt: 1, readableName });
    expect(name?.key).toBe("Name");
    expect(Array.from(name?.value ?? "")).toHaveLength(256);
    expect(name?.value).toMatch(/^<b> 🙂/u);
  });
});
