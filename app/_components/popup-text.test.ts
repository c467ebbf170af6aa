import { expect, it } from "vitest";
import { toPopupText } from "./popup-text.pure";

it("asks what it is to ask, whatever the names in it are", () => {
  const title = "Delete the schedule “nightly\u202E”?";
  const text = "Most by size: web\u202E 12, db 3. More is asked again.";
  expect(toPopupText({ title, text })).toEqual({
    titleText: "Delete the schedule “nightly”?",
    text: "Most by size: web 12, db 3. More is asked again.",
  });
});

it("is a title alone where there is no more to say, and never HTML", () => {
  expect(toPopupText({ title: "<b>Saved</b>" })).toEqual({ titleText: "<b>Saved</b>" });
});
