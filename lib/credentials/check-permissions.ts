import type { AwsPurpose } from "#lib/aws/aws";
import { AwsCallError } from "#lib/aws/aws-call-error";
import type { Context } from "#lib/context";
import type { CheckedPermissions, CheckedPlace } from "#lib/db/schema/accounts";
import { checkSchedulePermissions, type GlobalAnswers } from "./check-schedule-permissions";
import type { CredentialRow } from "./credential.repo";
import { NEEDED_PERMISSIONS, type NeededAction } from "./needed-permissions.pure";
import { findPermissionSubjects, type PermissionSubjects } from "./permission-subjects.repo";
import { listFeaturesInUse, listRegionsInUse } from "./regions-in-use.repo";
import { settle } from "./settle-permission";
import { toProbe } from "./to-probe.pure";

/** Enough to find one that an image could be made of. */
const INSTANCES_READ = 5;

/**
 * Asks AWS about every action that the product needs, in every region in use, by dry runs and
 * readings: nothing is done. What answers and does not know dry runs is asked no further.
 */
export async function checkPermissions(
  ctx: Context,
  row: CredentialRow,
): Promise<CheckedPermissions> {
  const { clock, db } = ctx.runtime;
  const global: GlobalAnswers = new Map();
  const home = await checkPlace(ctx, { row, region: row.defaultRegion, global });
  const others = (await listRegionsInUse(db.read, row.accountRef)).filter(
    (region) => region !== row.defaultRegion,
  );
  const elsewhere: CheckedPlace[] = [];
  // One after another: the buckets are the customer's, and a person's next click wants some of them.
  for (const region of others) elsewhere.push(await checkPlace(ctx, { row, region, global }));
  const removes = (await listFeaturesInUse(db.read, row.accountRef)).includes("deletion");
  return { ...home, checkedAt: clock.now(), elsewhere, removes };
}

async function checkPlace(
  ctx: Context,
  { row, region, global }: { row: CredentialRow; region: string; global: GlobalAnswers },
): Promise<CheckedPlace> {
  const { db } = ctx.runtime;
  const at = { row, region };
  const subjects = await findPermissionSubjects(db.read, { accountRef: row.accountRef, region });
  const first = await settle("DescribeRegions", () =>
    tryDry(ctx, { ...at, action: "DescribeRegions", purpose: "read", subjects }),
  );
  const rest = NEEDED_PERMISSIONS.filter(({ action }) => action !== first.action);
  const ignored = first.code === "DryRunIgnored";
  const seen = ignored ? subjects : await withInstance(ctx, { ...at, subjects });
  const schedule = checkSchedulePermissions(ctx, { ...at, global, instanceId: seen.instanceId });
  const answers = await Promise.all(
    rest.map(({ action, purpose }) =>
      ignored
        ? { ...first, action }
        : settle(action, () => ask(ctx, { ...at, action, purpose, subjects: seen })),
    ),
  );
  const items = [first, ...answers].map(({ action, state, note }) => ({ action, state, note }));
  return { region, items, schedule: await schedule };
}

interface Question {
  row: CredentialRow;
  region: string;
  action: NeededAction;
  purpose: AwsPurpose;
  subjects: PermissionSubjects;
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
  const { action, subjects } = question;
  const asked = toProbe(action, { subjects, installationId: config.installationId });
  if ("missing" in asked) return asked.missing;
  await (await aws.ec2(targetOf(question))).dryRun(asked.probe);
  return null;
}

function targetOf({ row, region, purpose }: Pick<Question, "row" | "region" | "purpose">) {
  return { credentialId: row.id, region, purpose, interactive: true };
}

/** Nothing is protected there yet: any instance of the account will do. */
async function withInstance(
  ctx: Context,
  { row, region, subjects }: Pick<Question, "row" | "region" | "subjects">,
): Promise<PermissionSubjects> {
  if (subjects.instanceId !== null) return subjects;
  try {
    const ec2 = await ctx.runtime.aws.ec2(targetOf({ row, region, purpose: "read" }));
    const found = (await ec2.listInstances(INSTANCES_READ)).find(
      ({ state }) => state === "running" || state === "stopped",
    );
    return { ...subjects, instanceId: found?.instanceId ?? null };
  } catch (error) {
    if (error instanceof AwsCallError) return subjects;
    throw error;
  }
}
