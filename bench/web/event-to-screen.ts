import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "@playwright/test";
import { and, asc, desc, eq, inArray } from "drizzle-orm";
import { events } from "#lib/db/schema/index";
import type { BackupStatus } from "#lib/db/schema/constants";
import { percentile, round, say } from "../report";
import { startBrowser } from "./browser";
import { ids } from "./fleet-shape";
import {
  openTabs,
  readStatuses,
  setInView,
  watchStatuses,
  whenShown,
  type ShownStatus,
} from "./live-tabs";
import type { WebWorld } from "./web-world";

const ACTS = 90;
/** Between acts: at random up to so long, so that some meet a page that has just been drawn anew. */
const PAUSE_MS_MAX = 1_500;
/** A tab that comes into view catches up first; a backup is asked for now and then. */
const SETTLE_MS = 1_000;
const BETWEEN_BACKUPS_MS = 6_000;
/** Backups made one after another meanwhile, by a real engine and a simulated AWS. */
const BACKUPS = 8;
const SHOWN_MS_MAX = 15_000;

const BACKUP = `/backups/${ids.backup(0)}`;
const INSTANCE = `/instances/${ids.instance(0)}`;
const SCHEDULE = `/schedules/${ids.schedule(0)}`;
/** The first is a window of its own; the others share one, in which one of them is in view. */
const TABS = [
  "/backups",
  "/",
  "/instances",
  BACKUP,
  INSTANCE,
  "/schedules",
  SCHEDULE,
  "/retention",
  "/alerts",
  "/amis",
];

/** What a person or a script does, and where it shows. */
interface Kind {
  type: string;
  entityId: string;
  path: string;
  body: (number: number) => unknown;
  text: (number: number) => string;
  tabs: readonly string[];
}

const KINDS: readonly Kind[] = [
  {
    type: "backup.changed",
    entityId: ids.backup(0),
    path: `/api${BACKUP}`,
    body: (number) => ({ description: `described ${number}.` }),
    text: (number) => `described ${number}.`,
    tabs: [BACKUP],
  },
  {
    type: "schedule.changed",
    entityId: ids.schedule(0),
    path: `/api${SCHEDULE}`,
    body: (number) => ({ name: `Schedule ${number}.` }),
    text: (number) => `Schedule ${number}.`,
    tabs: ["/schedules", SCHEDULE, INSTANCE],
  },
  {
    type: "policy.changed",
    entityId: "pol_00000000000000000000000000",
    path: "/api/policies/pol_00000000000000000000000000",
    body: (number) => ({ name: `Policy ${number}.` }),
    text: (number) => `Policy ${number}.`,
    tabs: ["/retention"],
  },
];

export interface EventToScreen {
  p95Ms: number;
  p50Ms: number;
  maxMs: number;
  events: number;
  /** Of the p95, by kind of event. */
  byKind: Record<string, number>;
  /** Not on the screen within 15 seconds. */
  lost: number;
}

/**
 * From the instant that the event's row carries, which its transaction writes right before it commits,
 * to the instant that a document in view shows the change. Ten tabs of one browser in two windows: the
 * list of backups in one, the nine others by turns in view in the other. A tab that is not in view is
 * patched too, and catches up with the rest when it comes into view.
 */
export async function measureEventToScreen(
  world: WebWorld,
  liveInstances: readonly string[],
): Promise<EventToScreen> {
  const browser = await startBrowser();
  try {
    const tabs = await openTabs(browser, world, TABS);
    for (const tab of tabs.slice(1)) await setInView(tab, false);
    await world.prove();
    const found: Record<string, Array<number | null>> = {};
    const note = (kind: string, ms: number | null): void => void (found[kind] ??= []).push(ms);
    const [statuses] = await Promise.all([
      followBackups(world, tabs[0], liveInstances),
      actByTurns(world, tabs, note),
    ]);
    for (const ms of statuses) note("backup.changed (status)", ms);
    return summarize(found);
  } finally {
    await browser.close();
  }
}

async function actByTurns(
  world: WebWorld,
  tabs: readonly Page[],
  note: (kind: string, ms: number | null) => void,
): Promise<void> {
  for (let act = 0; act < ACTS; act++) {
    const kind = KINDS[act % KINDS.length];
    const path = kind?.tabs[act % kind.tabs.length];
    const tab = tabs[TABS.indexOf(path ?? "")];
    if (!kind || !tab) throw new Error(`No tab shows ${path}.`);
    await setInView(tab, true);
    await sleep(SETTLE_MS + Math.random() * PAUSE_MS_MAX);
    note(kind.type, await actOnce(world, { kind, tab, number: act }));
    await setInView(tab, false);
  }
}

async function actOnce(
  world: WebWorld,
  { kind, tab, number }: { kind: Kind; tab: Page; number: number },
): Promise<number | null> {
  const shown = whenShown(tab, kind.text(number), SHOWN_MS_MAX);
  const answer = await world.call("PATCH", kind.path, kind.body(number));
  if (!answer.ok) throw new Error(`${kind.path}: ${answer.status} ${await answer.text()}`);
  const [event] = await world.installation.runtime.db.read
    .select({ at: events.at })
    .from(events)
    .where(and(eq(events.type, kind.type), eq(events.entityId, kind.entityId)))
    .orderBy(desc(events.id))
    .limit(1);
  const at = await shown;
  return at === null ? null : at - (event?.at ?? 0);
}

const WORDS: Readonly<Partial<Record<BackupStatus, string>>> = {
  queued: "Queued",
  creating: "Creating",
  pending: "Pending",
  available: "Available",
};
const ORDER = Object.values(WORDS);

/** Backups from the request to their end, as a list shows them: a row appears, then it is patched. */
async function followBackups(
  world: WebWorld,
  list: Page | undefined,
  instances: readonly string[],
): Promise<Array<number | null>> {
  if (!list) return [];
  await watchStatuses(list);
  const started: string[] = [];
  for (const id of instances.slice(0, BACKUPS)) {
    const answer = await world.call("POST", `/api/instances/${id}/backups`, {});
    const body = (await answer.json()) as { id?: string };
    if (!answer.ok || body.id === undefined) throw new Error(JSON.stringify(body));
    started.push(body.id);
    await sleep(BETWEEN_BACKUPS_MS);
  }
  await sleep(2 * BETWEEN_BACKUPS_MS);
  const shown = await readStatuses(list);
  return (await readFirstEvents(world, started)).map(({ backupId, word, at }) => {
    // What lasted too short to be seen is shown by what came after it.
    const first = shown.find(
      (each) => each.backupId === backupId && ORDER.indexOf(each.word) >= ORDER.indexOf(word),
    );
    return first ? Math.max(0, first.at - at) : null;
  });
}

/** The instant at which each backup came to each status. */
async function readFirstEvents(
  world: WebWorld,
  backupIds: readonly string[],
): Promise<ShownStatus[]> {
  const rows = await world.installation.runtime.db.read
    .select()
    .from(events)
    .where(and(eq(events.type, "backup.changed"), inArray(events.entityId, [...backupIds])))
    .orderBy(asc(events.id));
  const first = new Map<string, ShownStatus>();
  for (const { entityId: backupId, data, at } of rows) {
    const word = WORDS[data?.["status"] as BackupStatus];
    const key = `${backupId} ${word}`;
    if (word !== undefined && !first.has(key)) first.set(key, { backupId, word, at });
  }
  return [...first.values()];
}

function summarize(found: Readonly<Record<string, ReadonlyArray<number | null>>>): EventToScreen {
  const all = times(Object.values(found).flat());
  const byKind = Object.entries(found).map(([kind, ms]) => [
    kind,
    round(percentile(times(ms), 0.95), 0),
  ]);
  const result = {
    p95Ms: round(percentile(all, 0.95), 0),
    p50Ms: round(percentile(all, 0.5), 0),
    maxMs: Math.max(...all),
    events: all.length,
    byKind: Object.fromEntries(byKind) as Record<string, number>,
    lost: Object.values(found)
      .flat()
      .filter((ms) => ms === null).length,
  };
  say(`  ${JSON.stringify(result)}`);
  return result;
}

function times(all: ReadonlyArray<number | null>): number[] {
  return all.map((ms) => ms ?? SHOWN_MS_MAX);
}
