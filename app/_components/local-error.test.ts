import { expect, test } from "vitest";
import { toLocalError } from "./local-error";

test("an answer that was lost is not told as an act that was not done", () => {
  expect(toLocalError(new TypeError("Failed to fetch"))).toMatchObject({
    code: "unreachable",
    message: "The server did not answer.",
    suggestion: expect.stringContaining("may have been done all the same"),
  });
  expect(toLocalError(new TypeError("Failed to fetch"), "Look at the list.").suggestion).toBe(
    "Look at the list.",
  );
});

test("a page of another version than the server's is reloaded", () => {
  const error = new Error("Failed to find Server Action");
  expect(toLocalError(error, "Look at the list.")).toMatchObject({
    code: "stale_page",
    suggestion: "Reload the page and try again.",
  });
});
