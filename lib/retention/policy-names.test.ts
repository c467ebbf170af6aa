import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, it } from "vitest";
import { instances, retentionPolicies } from "../db/schema";
import { userContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { createFleet } from "../testing/fleet";
import { addTestPeople, limitedTo } from "../testing/people";
import { createPolicy } from "./create-policy";
import { setOwnPolicy } from "./set-own-policy";
import { updatePolicy } from "./update-policy";

let runtime: TestRuntime;
let mine: string;
let theirs: string;
beforeEach(async () => {
  runtime = await createTestRuntime();
  await addTestPeople(runtime);
  [mine = "", theirs = ""] = await createFleet(runtime, { accounts: ["acc_1", "acc_2"] });
});
afterEach(() => runtime.close());

const admin = () => userContext(runtime, "admin");
const narrow = () => limitedTo(runtime, { role: "admin", accounts: ["acc_1"] });

async function awsIdOf(id: string): Promise<string> {
  const [row] = await runtime.db.read.select().from(instances).where(eq(instances.id, id));
  return row?.instanceId ?? "";
}

it("no name tells whether another account's instance has a policy of its own", async () => {
  await setOwnPolicy(admin(), { instanceId: theirs, keepDays: 30 });
  const somebody = await narrow();
  const shared = await createPolicy(somebody, { name: "Shared", keepDays: 7 });
  const answers: unknown[] = [];
  for (const id of [await awsIdOf(theirs), "i-00000000000000000"]) {
    for (const name of [`Own policy of ${id}`, `own POLICY of ${id}`]) {
      const created = createPolicy(somebody, { name, keepDays: 7 });
      const renamed = updatePolicy(somebody, { policyId: shared.id, name });
      for (const act of [created, renamed]) {
        answers.push(await act.catch(({ code, message, fields }) => ({ code, message, fields })));
      }
    }
  }
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(answers[0]).toMatchObject({ code: "validation", fields: { name: [expect.any(String)] } });
});

it("an own policy takes no name that others would find taken", async () => {
  const own = await setOwnPolicy(admin(), { instanceId: mine, keepDays: 30 });
  const renamed = updatePolicy(admin(), { policyId: own.id, name: "Production" });
  await expect(renamed).rejects.toMatchObject({ code: "validation" });
  const kept = await updatePolicy(admin(), { policyId: own.id, name: own.name, keepDays: 9 });
  expect(kept).toMatchObject({ name: own.name, keepDays: 9 });
});

it("a shared one that was called so before goes on, and its instance's own has another name", async () => {
  const shared = await createPolicy(admin(), { name: "Shared", keepDays: 7 });
  const name = `Own policy of ${await awsIdOf(mine)}`;
  await runtime.db.write((tx) =>
    tx.update(retentionPolicies).set({ name }).where(eq(retentionPolicies.id, shared.id)),
  );
  const edited = await updatePolicy(admin(), { policyId: shared.id, name, keepDays: 8 });
  expect(edited).toMatchObject({ name, keepDays: 8 });
  const own = await setOwnPolicy(admin(), { instanceId: mine, keepDays: 30 });
  expect(own.name).toBe(`${name} (${mine})`);
});
