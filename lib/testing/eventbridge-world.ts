import { eq } from "drizzle-orm";
import { alerts, eventbridgePlaces, scheduleLinks } from "../db/schema";
import { chooseScheduler } from "../eventbridge/choose-scheduler";
import { eventbridgePlaceJob } from "../eventbridge/jobs";
import { listObjects, type ObjectRow } from "../eventbridge/objects.repo";
import { refreshPlace, repairPlace } from "../eventbridge/repair-place";
import { workOnPlace } from "../eventbridge/work-on-place";
import { replaceSchedules } from "../schedules/replace-schedules";
import type { InstanceScheduleChoice } from "../schedules/schemas";
import { runTick } from "../schedules/run-tick";
import { createBackupWorld, type BackupWorldOptions, type WorldInstance } from "./backup-world";
import { userContext } from "./contexts";
import { startReportServer } from "./report-server";

export type EventbridgeWorld = Awaited<ReturnType<typeof createEventbridgeWorld>>;

const ROUNDS_MAX = 200;

interface EventbridgeWorldOptions extends BackupWorldOptions {
  schedules?: readonly InstanceScheduleChoice[];
  /** The functions have an address to report to. */
  heard?: boolean;
}

/** A backup world whose instances follow schedules, with the job that looks after AWS's objects. */
export async function createEventbridgeWorld(options: EventbridgeWorldOptions = {}) {
  const reports = await startReportServer();
  const env: Record<string, string> = options.heard ? { API_GATEWAY_ENDPOINT: reports.url } : {};
  const world = await createBackupWorld({ ...options, env: { ...env, ...options.env } });
  const { runtime, fleet } = world;
  reports.serve(runtime);
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
  const [credentials] = (await world.sim.control.listAccounts()).flatMap(({ keys }) => keys);
  return {
    ...world,
    admin,
    reports,
    /** For AWS's own clients, as a person with the first account's key. */
    person: { endpoint: world.sim.url, region: fleet[0]?.region ?? "", ...personOf(credentials) },
    /** Both clocks, tick by tick, with every job that is due. */
    async pass(ms: number, stepMs = 60_000): Promise<void> {
      for (let passed = 0; passed < ms; passed += stepMs) {
        await world.advance(Math.min(stepMs, ms - passed));
        await runTick(runtime);
        await world.tick();
      }
    },
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
    /** AWS's own words on an account and region, by the simulator's truth. */
    async truth(instance: WorldInstance | undefined = fleet[0]) {
      const { control } = world.sim;
      const place = { accountId: instance?.accountId ?? "", region: instance?.region ?? "" };
      const [rules, schedules, functions] = await Promise.all([
        control.rules(place),
        control.schedules(place),
        control.functions(place),
      ]);
      return { rules, schedules, functions };
    },
    /** `rule ready`, or with what it says: `rule changed: Somebody disabled it in AWS.` */
    async states(): Promise<string[]> {
      const rows = await this.objects();
      return rows
        .map(({ kind, state, message }) => `${kind} ${state}${message ? `: ${message}` : ""}`)
        .toSorted();
    },
    async placeId(): Promise<string> {
      const [place] = await this.places();
      if (!place) throw new Error("There is no place.");
      return place.id;
    },
    /** Who fires the first schedule of an instance. */
    async firedBy(index = 0) {
      const [link] = await this.links(fleet[index]);
      return link?.scheduler;
    },
    instanceId: (index = 0) => fleet[index]?.id ?? "",
    /** A person asks for a comparison, and it is done. */
    async refresh(): Promise<void> {
      await world.advance(1_000);
      await refreshPlace(admin, { placeId: await this.placeId() });
      await this.settle();
    },
    async repair(): Promise<void> {
      await repairPlace(admin, { placeId: await this.placeId() });
      await this.settle();
    },
    async openAlerts(): Promise<string[]> {
      const rows = await runtime.db.read.select().from(alerts);
      return rows.filter(({ status }) => status !== "closed").map(({ kind }) => kind);
    },
    async close(): Promise<void> {
      reports.close();
      await world.close();
    },
    async links(instance: WorldInstance | undefined) {
      return runtime.db.read
        .select()
        .from(scheduleLinks)
        .where(eq(scheduleLinks.instanceRef, instance?.id ?? ""));
    },
  };
}

function personOf(key: { accessKeyId: string; secretAccessKey: string } | undefined) {
  const { accessKeyId = "", secretAccessKey = "" } = key ?? {};
  return { credentials: { accessKeyId, secretAccessKey } };
}
