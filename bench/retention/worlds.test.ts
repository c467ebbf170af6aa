import { expect, it } from "vitest";
import { MUTANTS } from "./mutants";
import { runMutants, runWorlds } from "./run-worlds";

const seed = Number(process.env["AMIVAULT_TEST_SEED"] ?? Date.now() % 2_147_483_647);
const worlds = Number(process.env["AMIVAULT_TEST_RUNS"] ?? 2_000);
console.info(`retention worlds: AMIVAULT_TEST_SEED=${seed} AMIVAULT_TEST_RUNS=${worlds}`);

it("no world of policies, holds, ghosts and races sees an unsafe removal", () => {
  const result = runWorlds({ worlds, seed });
  expect(result).toMatchObject({ unsafe: 0, foreign: 0, orphans: 0, example: null });
  expect(result.deleted).toBeGreaterThan(worlds / 4);
});

it("the checker catches every planted bug", () => {
  expect(runMutants({ worlds: 2_000, seed })).toEqual(Object.keys(MUTANTS));
});
