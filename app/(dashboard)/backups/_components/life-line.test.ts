import { describe, expect, test } from "vitest";
import type { BackupDto, BackupEventDto } from "#lib/backups/dto";
import { toLifeLine } from "./life-line.pure";

const at = (second: number) => new Date(Date.UTC(2026, 10, 21, 12, 0, second)).toISOString();

function backup(patch: Partial<BackupDto>): BackupDto {
  return {
    id: "bak_1",
    instance: { id: "ins_1", instanceId: "i-1", name: "web", region: "r", accountId: "1" },
    kind: "scheduled",
    scheduler: "local",
    status: "expected",
    statusReason: null,
    statusCode: null,
    suggestion: null,
    dueAt: at(0),
    queuedAt: null,
    startedAt: null,
    pendingAt: null,
    endedAt: null,
    startWindowEndsAt: at(59),
    attemptNumber: 1,
    imageId: null,
    imageName: null,
    imageState: null,
    imageCreatedAt: null,
    sizeBytes: null,
    progressPercent: null,
    reboot: false,
    description: "",
    held: false,
    requestedBy: null,
    createdAt: at(0),
    updatedAt: at(0),
    ...patch,
  };
}

const inWords = (patch: Partial<BackupDto>) =>
  toLifeLine(backup(patch)).map(({ word, state, tookMs }) => `${word} ${state} ${tookMs ?? "-"}`);

describe("a backup's life line", () => {
  test("what lies ahead is shown from the start", () => {
    expect(inWords({})).toEqual([
      "Expected now -",
      "Queued ahead -",
      "Creating ahead -",
      "Pending ahead -",
      "Available ahead -",
    ]);
  });

  test("each step says how long it took", () => {
    const times = { queuedAt: at(1), startedAt: at(3), pendingAt: at(6), endedAt: at(50) };
    expect(inWords({ ...times, status: "available" })).toEqual([
      "Expected done 1000",
      "Queued done 2000",
      "Creating done 3000",
      "Pending done 44000",
      "Available done -",
    ]);
  });

  test("what AWS starts by itself is neither queued nor asked for here", () => {
    expect(inWords({ scheduler: "eventbridge" })).toEqual([
      "Expected now -",
      "Pending ahead -",
      "Available ahead -",
    ]);
    const times = { startedAt: at(5), pendingAt: at(5), endedAt: at(50) };
    expect(inWords({ ...times, scheduler: "eventbridge", status: "available" })).toEqual([
      "Expected done 5000",
      "Pending done 45000",
      "Available done -",
    ]);
  });

  test("a failure ends it where it happened", () => {
    const times = { queuedAt: at(1), startedAt: at(3), endedAt: at(4) };
    expect(inWords({ ...times, status: "failed" })).toEqual([
      "Expected done 1000",
      "Queued done 2000",
      "Creating done 1000",
      "Failed bad -",
    ]);
  });

  test("a missed moment was never queued", () => {
    expect(inWords({ status: "missed", endedAt: at(9) })).toEqual([
      "Expected done 9000",
      "Missed bad -",
    ]);
  });

  test("a manual one was requested", () => {
    expect(inWords({ kind: "manual", status: "queued", queuedAt: at(0) })[0]).toBe(
      "Requested done 0",
    );
  });

  describe("once it was removed", () => {
    const stood = { queuedAt: at(1), startedAt: at(3), pendingAt: at(6), endedAt: at(50) };
    const after = (patch: Partial<BackupDto>, events: Array<[type: string, second: number]>) =>
      toLifeLine({
        ...backup({ ...stood, ...patch }),
        events: events.map(([type, second]): Pick<BackupEventDto, "type" | "at"> => ({
          type,
          at: at(second),
        })),
      }).slice(-2);

    test("its deletion is the last step, with its own instant", () => {
      const events: Array<[string, number]> = [
        ["status.available", 50],
        ["status.deleting", 54],
        ["status.deleted", 55],
      ];
      expect(after({ status: "deleted" }, events)).toEqual([
        { word: "Available", state: "done", at: at(50), tookMs: null },
        { word: "Deleted", state: "quiet", at: at(55), tookMs: null },
      ]);
    });

    test("a failed one is not said to have been available", () => {
      const events: Array<[string, number]> = [
        ["status.failed", 50],
        ["status.forgotten", 55],
      ];
      expect(after({ status: "forgotten" }, events)).toEqual([
        { word: "Failed", state: "bad", at: at(50), tookMs: null },
        { word: "Record removed", state: "quiet", at: at(55), tookMs: null },
      ]);
    });

    test("what is under way, and what AWS lost, say so", () => {
      expect(after({ status: "deleting" }, [["status.deleting", 54]]).at(-1)).toMatchObject({
        word: "Deleting",
        state: "now",
        at: at(54),
      });
      expect(after({ status: "gone" }, []).at(-1)).toMatchObject({
        word: "Gone from AWS",
        at: null,
      });
    });
  });
});
