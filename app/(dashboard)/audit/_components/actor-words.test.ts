import { expect, test } from "vitest";
import { toActorChoices, toNamesakes } from "./actor-words.pure";

const DELETED = "2026-03-01T09:00:00.000Z";
const actors = [
  { id: "usr_000001", username: "ann", deletedAt: null },
  { id: "usr_000002", username: "ann", deletedAt: DELETED },
  { id: "usr_000003", username: "bo", deletedAt: DELETED },
  { id: "usr_000004", username: "bo", deletedAt: DELETED },
];

test("people of one name are told apart, whatever they have in common", () => {
  expect(toActorChoices(actors)).toEqual([
    ["usr_000001", "ann"],
    ["usr_000002", "ann (deleted 2026-03-01)"],
    ["usr_000003", "bo (deleted 2026-03-01) …000003"],
    ["usr_000004", "bo (deleted 2026-03-01) …000004"],
  ]);
});

test("a name leads to everyone who has or had it", () => {
  expect(toNamesakes(actors, "ann").map(([id]) => id)).toEqual(["usr_000001", "usr_000002"]);
  expect(toNamesakes(actors, "retention")).toEqual([]);
});
