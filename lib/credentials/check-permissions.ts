import type { AwsPurpose } from "#lib/aws/aws";
import { AwsCallError } from "#lib/aws/aws-call-error";
import { MISSING_PERMISSION_CODES } from "#lib/aws/aws-codes.pure";
import type { Context } from "#lib/context";
import type { CheckedPermissions } from "#lib/db/schema/accounts";
import type { CredentialRow } from "./credential.repo";
import { NEEDED_PERMISSIONS, type NeededAction } from "./needed-permissions.pure";
import { findPermissionSubjects, type PermissionSubjects } from "./permission-subjects.repo";
import { toProbe } from "./to-probe.pure";

type Checked = CheckedPermissions["items"][number];

/** Enough to find one that an image could be made of. */
const INSTANCES_READ = 5;
const NOTE_LENGTH_MAX = 500;

/** AWS was asked about something that it may do to nothing of this kind: it may be done. */
const REFUSED_BY_STATE = new Set(["InvalidSnapshot.InUse"]);

/**
 * Asks AWS about every action that the product needs, in the credential's own region, by dry runs
 * and readings: nothing is done. What answers and does not know dry runs is asked no further.
 */
export async function checkPermissions(
  ctx: Context,
  row: CredentialRow,
): Promise<CheckedPermissions> {
  const { clock, db } = ctx.runtime;
  const region = row.defaultRegion;
  const place = { accountRef: row.accountRef, region };
  const subjects = await findPermissionSubjects(db.read, place);
  const first = await settle("DescribeRegions", () =>
    tryDry(ctx, { row, action: "DescribeRegions", purpose: "read", subjects }),
  );
  const rest = NEEDED_PERMISSIONS.filter(({ action }) => action !== first.action);
  const ignored = first.code === "DryRunIgnored";
  const seen = ignored ? subjects : await withInstance(ctx, { row, subjects });
  const answers = await Promise.all(
    rest.map(({ action, purpose }) =>
      ignored
        ? { ...first, action }
        : settle(action, () => ask(ctx, { row, action, purpose, subjects: seen })),
    ),
  );
  const items = [first, ...answers].map(({ action, state, note }) => ({ action, state, note }));
  return { checkedAt: clock.now(), region, items };
}

interface Question {
  row: CredentialRow;
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

function targetOf({ row, purpose }: Pick<Question, "row" | "purpose">) {
  return { credentialId: row.id, region: row.defaultRegion, purpose, interactive: true };
}

/** Nothing is protected there yet: any instance of the account will do. */
async function withInstance(
  ctx: Context,
  { row, subjects }: { row: CredentialRow; subjects: PermissionSubjects },
): Promise<PermissionSubjects> {
  if (subjects.instanceId !== null) return subjects;
  try {
    const ec2 = await ctx.runtime.aws.ec2(targetOf({ row, purpose: "read" }));
    const found = (await ec2.listInstances(INSTANCES_READ)).find(
      ({ state }) => state === "running" || state === "stopped",
    );
    return { ...subjects, instanceId: found?.instanceId ?? null };
  } catch (error) {
    if (error instanceof AwsCallError) return subjects;
    throw error;
  }
}

async function settle(
  action: NeededAction,
  question: () => Promise<string | null>,
): Promise<Checked & { code: string | null }> {
  try {
    const note = await question();
    return { action, state: note === null ? "allowed" : "unknown", note, code: null };
  } catch (error) {
    if (!(error instanceof AwsCallError)) throw error;
    const code = error.awsCode;
    if (REFUSED_BY_STATE.has(code)) return { action, state: "allowed", note: null, code };
    // A role that could not be assumed says nothing about what it may do.
    if (!MISSING_PERMISSION_CODES.has(code) || error.action !== action) {
      return { action, state: "unknown", note: error.message, code };
    }
    return { action, state: "missing", note: saidBy(error), code };
  }
}

/** AWS's own sentence says who denies it: a policy of the organisation is mended elsewhere. */
function saidBy({ awsMessage }: AwsCallError): string | null {
  const [sentence] = (awsMessage ?? "").split(" Encoded authorization failure message:");
  return sentence ? sentence.slice(0, NOTE_LENGTH_MAX) : null;
}
