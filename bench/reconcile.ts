import { monitorEventLoopDelay, performance } from "node:perf_hooks";
import { pollImages } from "#lib/backups/poll-images";
import { MINUTE, type Clock } from "#lib/clock";
import { repairFindings } from "#lib/reconcile/repair-findings";
import type { RepairAction } from "#lib/reconcile/finding.pure";
import { runReconcile } from "#lib/reconcile/run-reconcile";
import type { FindingKind } from "#lib/db/schema/constants";
import { countOption } from "./options";
import { countFalseAlarms, isFound, isRepaired, openOf, readProduct } from "./reconcile/judge";
import { plantWorld, type Difference } from "./reconcile/plant";
import { round, say, type Figures } from "./report";
import { createInstallation, type Installation } from "./world/installation";
import { startBenchSimulator, type BenchSimulator } from "./world/simulator";

/**
 * A region of 50,000 images with one snapshot each (`--images`) and 1,000 planted differences of
 * all kinds (`--differences`): one pass, the second sighting of what is missing eleven minutes
 * later, and the repairs a person asks for. A last pass is not counted: it proves the repairs.
 * Keys: `seconds` and `calls` of the three, `maxBlockMs` of the event loop meanwhile, `found`,
 * `repaired`, `falseAlarms`; beside them `images`, `differences`, `verifySeconds`, `rssMiB`.
 */
export async function benchReconcile(args: readonly string[]): Promise<Figures> {
  const images = countOption(args, "images", 50_000);
  const differences = countOption(args, "differences", 1_000);
  const clock = movableClock();
  const simulator = await startBenchSimulator({ buckets: true });
  const installation = await createInstallation({ endpointUrl: simulator.url, clock });
  try {
    say("setting up …");
    await warmUp(simulator, installation);
    const world = await plantWorld(simulator, installation, { images, differences });
    const move = async (ms: number): Promise<void> => {
      clock.move(ms);
      await simulator.control.advance({ ms });
    };
    return await measure({ simulator, installation, move, world, images });
  } finally {
    await installation.remove();
    await simulator.process.stop();
  }
}

/** The product runs for a while already: its modules are loaded, and its code is compiled. */
async function warmUp(simulator: BenchSimulator, installation: Installation): Promise<void> {
  const world = await plantWorld(simulator, installation, { images: 3_000, differences: 100 });
  for (let pass = 0; pass < 2; pass++) await runReconcile(installation.runtime, world.place);
}

type World = Awaited<ReturnType<typeof plantWorld>>;

interface Ready {
  simulator: BenchSimulator;
  installation: Installation;
  move(ms: number): Promise<void>;
  world: World;
  images: number;
}

async function measure(ready: Ready): Promise<Figures> {
  const { simulator, installation, world } = ready;
  const { runtime } = installation;
  await simulator.control.clearCalls();
  const delay = monitorEventLoopDelay({ resolution: 5 });
  let ms = 0;
  const timed = async (what: string, work: () => Promise<unknown>): Promise<void> => {
    delay.enable();
    const from = performance.now();
    await work();
    ms += performance.now() - from;
    delay.disable();
    say(
      `  ${what}: ${round((performance.now() - from) / 1_000)} s, blocked ${round(delay.max / 1e6)} ms at most`,
    );
  };
  await timed("pass", () => runReconcile(runtime, world.place));
  await ready.move(11 * MINUTE);
  await timed("second sighting", () => runReconcile(runtime, world.place));
  await timed("looks at what was healed", () => pollImages(runtime, world.place));
  const product = await readProduct(installation, world.differences);
  const found = world.differences.filter((each) => isFound(product, each)).length;
  tellMissing(
    "not found",
    world.differences.filter((each) => !isFound(product, each)),
  );
  await timed("repairs", () => repairAll(installation, world.place.accountRef));
  const calls = await countCalls(simulator);
  const seconds = round(ms / 1_000);
  const maxBlockMs = round(delay.max / 1e6);
  await mendByHand(simulator, world.differences);
  await ready.move(7 * 60 * MINUTE);
  const from = performance.now();
  await runReconcile(runtime, world.place);
  const verifySeconds = round((performance.now() - from) / 1_000);
  const { repaired, falseAlarms } = await judge(ready);
  return {
    seconds,
    calls,
    maxBlockMs,
    found,
    repaired,
    falseAlarms,
    images: ready.images,
    differences: world.differences.length,
    verifySeconds,
    rssMiB: round(process.memoryUsage().rss / 1024 ** 2),
  };
}

const REPAIRS: ReadonlyArray<{ kinds: FindingKind[]; action: RepairAction }> = [
  { kinds: ["unknown_instance"], action: "adopt" },
  { kinds: ["orphan_image", "orphan_snapshot", "second_image"], action: "clean_up" },
  { kinds: ["drift"], action: "repair_tags" },
];

/** Everything of a kind is chosen, as on the page; what the act does not fit stays. */
async function repairAll(installation: Installation, accountRef: string): Promise<void> {
  for (const { kinds, action } of REPAIRS) {
    const findings = await openOf(installation, { accountRef, kinds });
    if (findings.length === 0) continue;
    const findingIds = findings.map(({ id }) => id);
    const outcome = await repairFindings(installation.ctx, { findingIds, action });
    say(`  ${action}: ${outcome.done} done, ${outcome.failures.length} not`);
  }
}

/** What has no verb here: a person does it in AWS, as the finding says. */
async function mendByHand(
  { control }: BenchSimulator,
  differences: readonly Difference[],
): Promise<void> {
  for (const { what, past } of differences) {
    const { imageId } = past;
    if (what === "disabled") await control.setImageDisabled({ imageId, disabled: false });
    if (what === "public") await control.shareImage({ imageId, isPublic: false });
    if (what === "protected") await control.protectImage({ imageId, protection: "disabled" });
  }
}

async function judge({ installation, simulator, world }: Ready) {
  const product = await readProduct(installation, world.differences);
  const broken: Difference[] = [];
  for (const difference of world.differences) {
    if (!(await isRepaired(simulator, product, difference))) broken.push(difference);
  }
  tellMissing("not repaired", broken);
  const falseAlarms = await countFalseAlarms(installation, simulator, world);
  return { repaired: world.differences.length - broken.length, falseAlarms };
}

function tellMissing(what: string, differences: readonly Difference[]): void {
  if (differences.length === 0) return;
  const kinds = new Map<string, number>();
  for (const difference of differences) {
    kinds.set(difference.what, (kinds.get(difference.what) ?? 0) + 1);
  }
  say(`  ${what}: ${[...kinds].map(([kind, n]) => `${n} ${kind}`).join(", ")}`);
}

async function countCalls(simulator: BenchSimulator): Promise<number> {
  const counts = await simulator.control.callCounts({});
  return counts.reduce((sum, { count }) => sum + count, 0);
}

function movableClock(): Clock & { move(ms: number): void } {
  let aheadMs = 0;
  return {
    now: () => Date.now() + aheadMs,
    move(ms) {
      aheadMs += ms;
    },
  };
}
