import { hasRedis } from "#lib/testing/redis-server";
import { settings } from "#lib/db/schema/index";
import { round, say } from "../report";
import type { SecurityPart } from "../security";
import { newCanary } from "./canaries/canary";
import { hearEvents } from "./canaries/hear-events";
import { requireSignedIn, signInEverybody } from "./canaries/people";
import { plantEverywhere } from "./canaries/plant";
import { readEverything } from "./canaries/read-everything";
import { createSearch, type Search } from "./canaries/search";
import { startCanaryWorld } from "./canaries/world";

const KINDS = hasRedis ? (["embedded", "distributed"] as const) : (["embedded"] as const);

/**
 * Plants secrets wherever one can go in the built product, embedded and over Redis, with every log line
 * on: settings, AWS keys, one-time keys, channels, passwords, links, tokens, cookies, second factors,
 * keys of functions in AWS, and whatever else each sealed column of the database holds; well formed, and
 * in the wrong field, broken JSON, queries, headers and paths. Then looks for them, as they are, encoded
 * and in halves, in the files of the database, logs, output, what Redis was told and holds, every page and
 * GET answer for every role, error pages, exports and events. The one answer that is meant to show a secret
 * is left out for that secret alone.
 *
 * Keys: `secretsSeen` must be 0; `canariesPlanted`, `placesSearched`, `mibSearched`; with `--break database`, one is left
 * where it must be found.
 */
export const canaries: SecurityPart = async ({ bug }) => {
  if (bug !== undefined && bug !== "database") throw new Error(`There is no ${bug} to break.`);
  const search = createSearch();
  for (const kind of KINDS) await attack(kind, search, bug);
  const hits = search.hits();
  for (const hit of hits) say(`  seen: ${hit}`);
  return {
    figures: {
      secretsSeen: hits.length,
      canariesPlanted: search.planted(),
      placesSearched: search.places(),
      mibSearched: round(search.bytes() / 1024 / 1024),
    },
    wrong: hits.length === 0 ? [] : ["secretsSeen"],
  };
};

async function attack(
  kind: (typeof KINDS)[number],
  search: Search,
  bug: string | undefined,
): Promise<void> {
  const world = await startCanaryWorld(kind, search);
  try {
    const { people, enroller } = await signInEverybody(world, search);
    const [admin] = people;
    if (!admin) throw new Error("There is no administrator.");
    const planting = { world, search, admin, enroller };
    const events = hearEvents(planting);
    await plantEverywhere(planting);
    await requireSignedIn(planting, people);
    await readEverything(planting, people);
    await requireSignedIn(planting, people);
    await events.stop();
    const { runtime } = world.installation;
    if (bug === "database") {
      const canary = newCanary("planted weakness");
      search.plant(canary);
      const value = Buffer.from(canary.value).toString("hex");
      await runtime.db.write((tx) =>
        tx.insert(settings).values({ key: "bug", value, updatedAt: 0 }),
      );
    }
    for (const [place, content] of await world.stopAndRead()) {
      search.look(place, content);
    }
  } finally {
    await world.remove();
  }
}
