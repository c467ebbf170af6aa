import { chooseScheduler } from "../eventbridge/choose-scheduler";
import { listEventbridgePlaces } from "../eventbridge/get-place";
import { insertObjects, type ObjectRow } from "../eventbridge/objects.repo";
import { systemContext, userContext } from "./contexts";
import type { TestRuntime } from "./create-test-runtime";
import { addTestPeople } from "./people";

/** The instances are on EventBridge, and their place has these objects, without AWS. Answers with the place's id. */
export async function createPlace(
  runtime: TestRuntime,
  of: {
    instanceRefs: readonly string[];
    objects?: ReadonlyArray<Partial<ObjectRow> & Pick<ObjectRow, "id" | "kind" | "state">>;
  },
): Promise<string> {
  await addTestPeople(runtime);
  for (const instanceId of of.instanceRefs) {
    const operator = userContext(runtime, "operator");
    await chooseScheduler(operator, { instanceId, scheduler: "eventbridge" });
  }
  const [place] = await listEventbridgePlaces(systemContext(runtime));
  if (!place) throw new Error("Choosing EventBridge opens a place.");
  const now = runtime.clock.now();
  await runtime.db.write((tx) =>
    insertObjects(
      tx,
      (of.objects ?? []).map((object) => ({
        name: object.id,
        placeId: place.id,
        wanted: true,
        spec: {},
        specHash: "h",
        createdAt: now,
        updatedAt: now,
        ...object,
      })),
    ),
  );
  return place.id;
}
