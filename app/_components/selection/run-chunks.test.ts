import { describe, expect, it } from "vitest";
import type { BulkReportDto } from "#lib/bulk";
import type { ActionResult } from "#lib/web/action-result";
import { chunkSizeFor, CHUNK_MAX, runChunks } from "./run-chunks";
import type { Fate, SendChunk } from "./run-chunks";

const ids = (count: number) => Array.from({ length: count }, (_, index) => `x${index}`);

function answer(chunk: readonly string[], refused: readonly string[] = []) {
  const items = chunk.map((id) =>
    refused.includes(id)
      ? ({
          id,
          ok: false,
          error: { code: "conflict", message: "No.", suggestion: "Wait.", link: null },
        } as const)
      : ({ id, ok: true, text: null, link: null } as const),
  );
  return { ok: true, data: { items, done: 0, refused: 0 } } satisfies ActionResult<BulkReportDto>;
}

async function run(count: number, send: SendChunk, isStopped = () => false) {
  const fates = new Map<string, Fate>();
  const end = await runChunks({
    ids: ids(count),
    send,
    isStopped,
    onFates: (more) => {
      for (const [id, fate] of more) fates.set(id, fate);
    },
  });
  return { end, fates };
}

describe("runChunks", () => {
  it("sends every id once, never more than fifty at a time, one request after the other", async () => {
    const sent: string[][] = [];
    let open = 0;
    const { end, fates } = await run(1_234, async (chunk) => {
      expect(++open).toBe(1);
      sent.push(chunk);
      await Promise.resolve();
      open--;
      return answer(chunk);
    });
    expect(end).toEqual({ why: "all" });
    expect(sent.flat()).toEqual(ids(1_234));
    expect(Math.max(...sent.map(({ length }) => length))).toBe(CHUNK_MAX);
    expect(fates.size).toBe(1_234);
  });

  it("keeps each refusal with its reason, and goes on", async () => {
    const { end, fates } = await run(12, async (chunk) => answer(chunk, ["x3"]));
    expect(end).toEqual({ why: "all" });
    expect(fates.get("x3")).toEqual({
      kind: "refused",
      message: "No.",
      suggestion: "Wait.",
      link: null,
    });
    expect([...fates.values()].filter(({ kind }) => kind === "done")).toHaveLength(11);
  });

  it("says of a request that got no answer that it may have been done, and sends nothing more", async () => {
    let requests = 0;
    const { end, fates } = await run(20, async (chunk) => {
      if (++requests === 2) throw new TypeError("Failed to fetch");
      return answer(chunk);
    });
    expect(end).toEqual({ why: "unreachable" });
    expect(requests).toBe(2);
    expect(fates.get("x4")?.kind).toBe("done");
    expect(fates.get("x5")).toEqual({ kind: "lost" });
    expect(fates.has("x10")).toBe(false);
  });

  it("takes an item that the answer leaves out for lost, not for done", async () => {
    const { fates } = await run(3, async (chunk) => answer(chunk.slice(1)));
    expect(fates.get("x0")).toEqual({ kind: "lost" });
    expect(fates.get("x1")?.kind).toBe("done");
  });

  it("ends at a refusal of the whole request, whose items were then not tried", async () => {
    const error = { code: "unauthorized", message: "Your session has ended.", requestId: "r" };
    const { end, fates } = await run(12, async () => ({ ok: false, error }));
    expect(end).toEqual({ why: "error", error });
    expect(fates.size).toBe(0);
  });

  it("counts the items of a request that broke on the server as lost", async () => {
    const error = { code: "internal", message: "Something went wrong.", requestId: "r" };
    const { fates } = await run(12, async () => ({ ok: false, error }));
    expect([...fates.values()]).toEqual(Array.from({ length: 5 }, () => ({ kind: "lost" })));
  });

  it("hears a stop between two requests and leaves the rest untried", async () => {
    let requests = 0;
    const { end, fates } = await run(
      100,
      async (chunk) => {
        requests++;
        return answer(chunk);
      },
      () => requests === 2,
    );
    expect(end).toEqual({ why: "stopped" });
    expect(fates.size).toBe(20);
  });
});

describe("chunkSizeFor", () => {
  it("shows progress for few and asks seldom for many", () => {
    expect([1, 12, 60, 200, 5_000].map(chunkSizeFor)).toEqual([5, 5, 6, 20, 50]);
  });
});
