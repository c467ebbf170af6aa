import { expect, test } from "vitest";
import { filterSelect } from "./filter-select";

test("a select begins with what narrows nothing; a choice without a name is called as it is", () => {
  const of = { name: "state", label: "State", every: "Every state" };
  expect(filterSelect({ ...of, choices: [["on", "Running"], "paused"] })).toEqual({
    name: "state",
    label: "State",
    options: [
      { value: "", label: "Every state" },
      { value: "on", label: "Running" },
      { value: "paused", label: "paused" },
    ],
  });
});
