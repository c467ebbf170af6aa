import { afterEach, describe, expect, test, vi } from "vitest";
import type { ActionResult } from "#lib/web/action-result";
import { answerProof, isProofAsked, subscribeProof } from "./ask-for-proof";
import { withProof } from "./with-proof";

const REFUSED = {
  ok: false,
  error: { code: "proof_required", message: "Prove it.", requestId: "" },
} as const;
const DONE = { ok: true, data: "done" } as const;

/** Refused until it is proven, as the server does it. */
function createAct() {
  let isProven = false;
  const act = vi.fn<() => Promise<ActionResult<string>>>(async () => (isProven ? DONE : REFUSED));
  return { act, prove: () => (isProven = true) };
}

let leave = () => {};
const host = () => (leave = subscribeProof(() => undefined));
afterEach(() => leave());

describe("an act that needs a fresh proof", () => {
  test("is done once, after the proof", async () => {
    host();
    const { act, prove } = createAct();
    const result = withProof(act);
    await vi.waitFor(() => expect(isProofAsked()).toBe(true));
    prove();
    answerProof(true);
    expect(await result).toEqual(DONE);
    expect(act).toHaveBeenCalledTimes(2);
    expect(isProofAsked()).toBe(false);
  });

  test("is not sent again by whoever gives up", async () => {
    host();
    const { act } = createAct();
    const result = withProof(act);
    await vi.waitFor(() => expect(isProofAsked()).toBe(true));
    answerProof(false);
    expect(await result).toEqual(REFUSED);
    expect(act).toHaveBeenCalledTimes(1);
  });

  test("is asked for once, however many wait for it", async () => {
    host();
    const both = [createAct(), createAct()];
    const results = both.map(({ act }) => withProof(act));
    await vi.waitFor(() => expect(isProofAsked()).toBe(true));
    for (const { act } of both) await vi.waitFor(() => expect(act).toHaveBeenCalledTimes(1));
    await Promise.resolve();
    for (const { prove } of both) prove();
    answerProof(true);
    expect(await Promise.all(results)).toEqual([DONE, DONE]);
  });

  test("is refused where there is no place to ask", async () => {
    const { act } = createAct();
    expect(await withProof(act)).toEqual(REFUSED);
    expect(isProofAsked()).toBe(false);
  });
});
