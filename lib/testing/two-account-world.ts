import { ensureDefaults } from "../settings/ensure-defaults";
import { createTestRuntime } from "./create-test-runtime";
import { addTestPeople } from "./people";
import { followAll } from "./fleet";
import { addMixed, MIXED } from "./mixed-things";
import { addAccount, type OneOfEverything } from "./one-of-everything";

/** Two accounts with one of everything each: what a role that is limited to `own` may see, and not. */
export async function createTwoAccountWorld() {
  const runtime = await createTestRuntime();
  await addTestPeople(runtime);
  await ensureDefaults(runtime);
  const own = nameAll("homely", "1");
  const foreign = nameAll("foreign", "9");
  for (const one of [own, foreign]) await addAccount(runtime, one);
  await addMixed(runtime, [own, foreign]);
  await followAll(runtime, [own.instance, foreign.instance], { schedule: "0 3 * * *" });
  return { runtime, own, foreign, mixed: MIXED, close: () => runtime.close() };
}

/** Whatever tells of the account that is not theirs. */
export const OF_FOREIGN = /foreign|9{12}/;

function nameAll(mark: string, digit: string): OneOfEverything {
  const named = (prefix: string) => `${prefix}_${mark}`;
  return {
    mark,
    accountId: digit.repeat(12),
    accountRef: named("acc"),
    credential: named("crd"),
    instance: named("ins"),
    backup: named("bak"),
    alert: named("alr"),
    finding: named("fnd"),
    plan: named("pln"),
    ownPolicy: named("pol"),
    discovered: named("dsc"),
    rule: named("rul"),
    discoveryRun: named("dsr"),
    place: named("evp"),
  };
}
