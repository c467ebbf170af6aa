import { expect, test } from "vitest";
import { toActorOptions, toNamesakes } from "./actor-words.pure";

const DELETED = "2026-03-01T09:00:00.000Z";
const actors = [
  { id: "usr_000001", username: "ann", deletedAt: null },
  { id: "usr_000002", username: "ann", deletedAt: DELETED },
  { id: "usr_000003", username: "bo", deletedAt: DELETED },
  { id: "usr_000004", username: "bo", deletedAt: DELETED },
];

test("people of one name are told apart, whatever they have in common", () => {
  expect(toActorOptions(actors)).toEqual([
    { value: "usr_000001", label: "ann" },
    { value: "usr_000002", label: "ann (deleted 2026-03-01)" },
    { value: "usr_000003", label: "bo (deleted 2026-03-01) …000003" },
    { value: "usr_000004", label: "bo (deleted 2026-03-01) …000004" },
  ]);
});

test("a name leads to everyone who has or had it", () => {
  expect(toNamesakes(actors, "ann").map(({ value }) => value)).toEqual([
    "usr_000001",
    "usr_000002",
  ]);
  expect(toNamesakes(actors, "retention")).toEqual([]);
});
