import { textPattern } from "../core/text-pattern";
import { arnMatches } from "./arn-pattern";
import { conditionsHold, type ConditionContext } from "./conditions";
import { statementsOf, type PolicyDocument, type Principal, type Statement } from "./document";

export interface PolicyQuestion {
  /** `ec2:CreateImage`. */
  action: string;
  /** An ARN, or `*` for an action that has none. */
  resource: string;
  context: ConditionContext;
}

export type PolicyVerdict = "allow" | "deny" | "silent";

/** A deny wins over every allow. */
export function evaluate(
  documents: readonly PolicyDocument[],
  question: PolicyQuestion,
): PolicyVerdict {
  const speaking = documents
    .flatMap(statementsOf)
    .filter(
      (statement) =>
        actionCovered({ statement, action: question.action }) &&
        resourceCovered({ statement, resource: question.resource }) &&
        conditionsHold({ conditions: statement.Condition, context: question.context }),
    );
  return verdictOf(speaking);
}

/** Whether a trust policy lets `principal` (`Service` and its name, `AWS` and an ARN) assume the role. */
export function evaluateTrust(of: {
  document: PolicyDocument;
  principal: { kind: "Service" | "AWS"; names: readonly string[] };
  context: ConditionContext;
}): PolicyVerdict {
  const { document, principal, context } = of;
  const speaking = statementsOf(document).filter(
    (statement) =>
      actionCovered({ statement, action: "sts:AssumeRole" }) &&
      principalCovered({ principal: statement.Principal, of: principal }) &&
      conditionsHold({ conditions: statement.Condition, context }),
  );
  return verdictOf(speaking);
}

function verdictOf(speaking: readonly Statement[]): PolicyVerdict {
  if (speaking.some(({ Effect }) => Effect === "Deny")) return "deny";
  return speaking.length === 0 ? "silent" : "allow";
}

/** `ec2:Create*`, `*`, or an action alone; case does not count, as in IAM. */
export function actionMatches({ pattern, action }: { pattern: string; action: string }): boolean {
  const whole = pattern.includes(":") || pattern === "*" ? pattern : `*:${pattern}`;
  return textPattern(whole.toLowerCase()).test(action.toLowerCase());
}

function actionCovered({ statement, action }: { statement: Statement; action: string }): boolean {
  const patterns = [statement.Action ?? statement.NotAction ?? []].flat();
  const named = patterns.some((pattern) => actionMatches({ pattern, action }));
  return named !== (statement.Action === undefined);
}

function resourceCovered(of: { statement: Statement; resource: string }): boolean {
  const { statement, resource } = of;
  const patterns = [statement.Resource ?? statement.NotResource ?? []].flat();
  const named = patterns.some((pattern) => arnMatches({ pattern, arn: resource }));
  return named !== (statement.Resource === undefined);
}

function principalCovered(of: {
  principal: Principal | undefined;
  of: { kind: "Service" | "AWS"; names: readonly string[] };
}): boolean {
  const { principal, of: who } = of;
  if (principal === undefined) return false;
  if (principal === "*") return true;
  return [principal[who.kind] ?? []]
    .flat()
    .some((name) => name === "*" || who.names.includes(name));
}
