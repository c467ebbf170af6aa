import type { Denial } from "./identity";
import type { CallFacts } from "./operation";
import { textPattern } from "./text-pattern";

export interface PermissionQuestion {
  call: Pick<CallFacts, "world" | "caller" | "accountId" | "region">;
  /** `ec2:CreateImage`. */
  action: string;
}

/** Everything is allowed but what a denial names, or what a session policy leaves out. */
export function findDenial({ call, action }: PermissionQuestion): Denial["by"] | undefined {
  const { world, caller, accountId, region } = call;
  const denial = world.denials.find(
    (denial) =>
      (denial.accountId ?? accountId) === accountId &&
      (denial.accessKeyId ?? caller.key.accessKeyId) === caller.key.accessKeyId &&
      (denial.region ?? region) === region &&
      actionMatches({ pattern: denial.action, action }) &&
      principalMatches({ pattern: denial.principalArn, arns: [caller.arn, caller.roleArn] }),
  );
  if (denial !== undefined) return denial.by;
  return leftOutBySession({ policy: caller.key.session?.policy, action }) ? "identity" : undefined;
}

export const isDenied = (question: PermissionQuestion): boolean =>
  findDenial(question) !== undefined;

/** `ec2:Create*`, `*`, or an action alone; case does not count, as in IAM. */
function actionMatches({ pattern, action }: { pattern: string; action: string }): boolean {
  const whole = pattern.includes(":") || pattern === "*" ? pattern : `*:${pattern}`;
  return textPattern(whole.toLowerCase()).test(action.toLowerCase());
}

function principalMatches(of: {
  pattern: string | undefined;
  arns: (string | undefined)[];
}): boolean {
  if (of.pattern === undefined) return true;
  const pattern = textPattern(of.pattern);
  return of.arns.some((arn) => arn !== undefined && pattern.test(arn));
}

interface Statement {
  Effect?: string;
  Action?: string | string[];
  NotAction?: string | string[];
}

/** Reads actions only: resources and conditions of a session policy are taken as met. */
function leftOutBySession(of: { policy: string | undefined; action: string }): boolean {
  if (of.policy === undefined) return false;
  const parsed = JSON.parse(of.policy) as { Statement?: Statement | Statement[] };
  const statements = [parsed.Statement ?? []].flat();
  const covers = (statement: Statement): boolean => {
    const patterns = [statement.Action ?? statement.NotAction ?? []].flat();
    const named = patterns.some((pattern) => actionMatches({ pattern, action: of.action }));
    return statement.Action === undefined ? !named : named;
  };
  const deny = statements.some((s) => s.Effect === "Deny" && covers(s));
  return deny || !statements.some((s) => s.Effect === "Allow" && covers(s));
}
