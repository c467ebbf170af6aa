import { afterEach, describe, expect, test, vi } from "vitest";
import type { ActionResult } from "#lib/web/action-result";
import { answerProof, isProofAsked, subscribeProof } from "./ask-for-proof";
import { withProof, withProofInParts } from "./with-proof";

const REFUSED = {
  ok: false,
  error: {
    code: "proof_required",
    message: "Prove it.",
    suggestion: "Scripts POST it.",
    requestId: "req_1",
  },
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
    const { error } = REFUSED;
    expect(await result).toMatchObject({
      ok: false,
      error: { code: error.code, requestId: "req_1" },
    });
    expect(act).toHaveBeenCalledTimes(1);
  });

  test("tells whoever gives up what to do, and nothing of scripts", async () => {
    host();
    const result = withProof(createAct().act);
    await vi.waitFor(() => expect(isProofAsked()).toBe(true));
    answerProof(false);
    expect(await result).toMatchObject({
      error: {
        message: "It was not proven that it is still you, and nothing was done.",
        suggestion: "Begin again, and give your password or a code when it is asked for.",
      },
    });
  });

  test("in parts tells whoever gives up amid them that the parts before were done", async () => {
    host();
    const acts = [DONE, REFUSED];
    const send = withProofInParts(async (part: number) => acts[part] ?? REFUSED, {
      isBegun: false,
    });
    expect(await send(0)).toEqual(DONE);
    const result = send(1);
    await vi.waitFor(() => expect(isProofAsked()).toBe(true));
    answerProof(false);
    expect(await result).toMatchObject({
      error: {
        message: "It was not proven that it is still you: what was left then was not done.",
        suggestion: expect.stringMatching(
          /^What was done before stays done\. Go on with the rest,/,
        ),
      },
    });
  });

  test.each([
    [false, "nothing was done"],
    [true, "what was left then was not done"],
  ])("in parts, begun before: %s, tells whoever gives up at once: %s", async (isBegun, words) => {
    host();
    const result = withProofInParts(async () => REFUSED, { isBegun })(0);
    await vi.waitFor(() => expect(isProofAsked()).toBe(true));
    answerProof(false);
    expect(await result).toMatchObject({ error: { message: expect.stringContaining(words) } });
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
