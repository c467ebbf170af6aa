import { eq } from "drizzle-orm";
import { eventbridgePlaces, scheduleLinks } from "../db/schema";
import { chooseScheduler } from "../eventbridge/choose-scheduler";
import { eventbridgePlaceJob } from "../eventbridge/jobs";
import { listObjects, type ObjectRow } from "../eventbridge/objects.repo";
import { workOnPlace } from "../eventbridge/work-on-place";
import { replaceSchedules } from "../schedules/replace-schedules";
import type { InstanceScheduleChoice } from "../schedules/schemas";
import { createBackupWorld, type BackupWorldOptions, type WorldInstance } from "./backup-world";
import { userContext } from "./contexts";

export type EventbridgeWorld = Awaited<ReturnType<typeof createEventbridgeWorld>>;

const ROUNDS_MAX = 200;

/** A backup world whose instances follow schedules, with the job that looks after AWS's objects. */
export async function createEventbridgeWorld(
  options: BackupWorldOptions & { schedules?: readonly InstanceScheduleChoice[] } = {},
) {
  const world = await createBackupWorld(options);
  const { runtime, fleet } = world;
  const admin = userContext(runtime, "admin");
  const choices = [...(options.schedules ?? [{ schedule: "0 2 * * *", zone: "UTC" }])];
  for (const { id } of fleet) {
    await runtime.db.write((tx) => replaceSchedules(tx, admin, { instanceRef: id, choices }));
  }
  const placeOf = (instance: WorldInstance | undefined) => {
    if (!instance) throw new Error("The world has no such instance.");
    const { accountRef, region } = instance;
    return { accountRef, region };
  };
  return {
    ...world,
    admin,
    choose: (instance: WorldInstance | undefined, scheduler: "local" | "eventbridge") =>
      chooseScheduler(admin, { instanceId: instance?.id ?? "", scheduler }),
    /** The job, and the time that it asks for, until it rests or waits for longer than a minute. */
    async settle(instance: WorldInstance | undefined = fleet[0]): Promise<void> {
      const place = eventbridgePlaceJob.payload.parse(placeOf(instance));
      for (let round = 0; round < ROUNDS_MAX; round += 1) {
        const result = await workOnPlace(runtime, place);
        if (!result) return;
        await world.advance(Math.max(result.retryAfterMs, 1));
      }
      throw new Error("The place did not come to rest.");
    },
    async places() {
      return runtime.db.read.select().from(eventbridgePlaces);
    },
    async objects(): Promise<ObjectRow[]> {
      const [place] = await runtime.db.read.select().from(eventbridgePlaces);
      return place ? listObjects(runtime.db.read, place.id) : [];
    },
    async links(instance: WorldInstance | undefined) {
      return runtime.db.read
        .select()
        .from(scheduleLinks)
        .where(eq(scheduleLinks.instanceRef, instance?.id ?? ""));
    },
  };
}
