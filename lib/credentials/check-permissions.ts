import type { AwsPurpose } from "#lib/aws/aws";
import { mapAtMost } from "#lib/at-most";
import type { Context } from "#lib/context";
import type { CheckedPermissions, CheckedPlace } from "#lib/db/schema/accounts";
import type { CheckTimes } from "./check-times";
import { checkSchedulePermissions, type GlobalAnswers } from "./check-schedule-permissions";
import type { CredentialRow } from "./credential.repo";
import { createSubjectLooks, subjectsFor, type SubjectLooks } from "./find-permission-subjects";
import { NEEDED_PERMISSIONS, type NeededAction } from "./needed-permissions.pure";
import { listFeaturesInUse, listRegionsInUse } from "./regions-in-use.repo";
import { DRY_RUN_IGNORED, settle } from "./settle-permission";
import { toProbe } from "./to-probe.pure";

/** Each region has buckets of its own, so that they cost a person's next click nothing. */
const REGIONS_AT_ONCE = 4;

/**
 * Asks AWS about every action that the product needs, in every region in use, by dry runs and
 * readings: nothing is done. What answers and does not know dry runs is asked no further. What was not
 * answered in time is unknown, and says so.
 */
export async function checkPermissions(
  ctx: Context,
  row: CredentialRow,
  times: CheckTimes,
): Promise<CheckedPermissions> {
  const { clock, db } = ctx.runtime;
  const asked = { row, times, global: new Map() as GlobalAnswers };
  const others = (await listRegionsInUse(db.read, row.accountRef)).filter(
    (region) => region !== row.defaultRegion,
  );
  const places = await mapAtMost([row.defaultRegion, ...others], REGIONS_AT_ONCE, (region) =>
    times.inRegion((signal) => checkPlace(ctx, { ...asked, region, signal })),
  );
  const [home, ...elsewhere] = places;
  if (!home) throw new Error("A credential has a region.");
  const removes = (await listFeaturesInUse(db.read, row.accountRef)).includes("deletion");
  return { ...home, checkedAt: clock.now(), elsewhere, removes };
}

async function checkPlace(
  ctx: Context,
  of: {
    row: CredentialRow;
    region: string;
    signal: AbortSignal;
    global: GlobalAnswers;
    times: CheckTimes;
  },
): Promise<CheckedPlace> {
  const { row, region, signal, global, times } = of;
  const target = targetOf({ row, region, signal, purpose: "read" });
  const looks = createSubjectLooks(ctx, { accountRef: row.accountRef, target });
  const at = { row, region, signal, looks };
  const first = await settle(
    "DescribeRegions",
    () => tryDry(ctx, { ...at, action: "DescribeRegions", purpose: "read" }),
    signal,
  );
  const rest = NEEDED_PERMISSIONS.filter(({ action }) => action !== first.action);
  const ignored = first.code === DRY_RUN_IGNORED;
  const { whole } = times;
  const schedule = checkSchedulePermissions(ctx, { ...at, whole, global });
  const answers = await Promise.all(
    rest.map(({ action, purpose }) =>
      ignored
        ? { ...first, action }
        : settle(action, () => ask(ctx, { ...at, action, purpose }), signal),
    ),
  );
  const items = [first, ...answers].map(({ code: _code, ...item }) => item);
  return { region, items, schedule: await schedule };
}

interface Question {
  row: CredentialRow;
  region: string;
  action: NeededAction;
  purpose: AwsPurpose;
  looks: SubjectLooks;
  signal: AbortSignal;
}

/** What keeps it from being asked; null where AWS has said yes. */
async function ask(ctx: Context, question: Question): Promise<string | null> {
  if (question.action !== "DescribeLaunchConfigurations") {
    return tryDry(ctx, { ...question, action: question.action });
  }
  // Auto Scaling knows no dry run; this one only reads.
  await ctx.runtime.aws.launchConfigurations(targetOf(question));
  return null;
}

async function tryDry(
  ctx: Context,
  question: Question & { action: Exclude<NeededAction, "DescribeLaunchConfigurations"> },
): Promise<string | null> {
  const { aws, config } = ctx.runtime;
  const { action, looks } = question;
  const subjects = await subjectsFor(action, looks);
  const asked = toProbe(action, { subjects, installationId: config.installationId });
  if ("missing" in asked) return asked.missing;
  await (await aws.ec2(targetOf(question))).dryRun(asked.probe);
  return null;
}

function targetOf(of: Pick<Question, "row" | "region" | "purpose" | "signal">) {
  const { row, region, purpose, signal } = of;
  return { credentialId: row.id, region, purpose, signal, interactive: true };
}
