import { actionMatches, evaluate, type PolicyVerdict } from "../policy/evaluate";
import { parseDocument, statementsOf, type PolicyDocument } from "../policy/document";
import type { Denial } from "./identity";
import { documentsOf } from "./managed-role";
import type { CallFacts } from "./operation";
import { contextOf, type ResourceFacts } from "./request-context";
import { textPattern } from "./text-pattern";

export interface PermissionQuestion {
  call: Pick<CallFacts, "world" | "caller" | "accountId" | "region">;
  /** `ec2:CreateImage`. */
  action: string;
  /** An ARN; `*` for what has none. */
  resource?: string | undefined;
  facts?: ResourceFacts | undefined;
}

/**
 * Everything is allowed but what a denial names, what a session policy leaves out, and, for roles
 * made through the IAM API, what their own policies leave out.
 */
export function findDenial(question: PermissionQuestion): Denial["by"] | undefined {
  const { call, action } = question;
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
  const allows = (documents: readonly PolicyDocument[]): boolean =>
    ask({ documents, question }) === "allow";
  const sessionPolicy = caller.key.session?.policy;
  if (sessionPolicy !== undefined && !allows([parseDocument(sessionPolicy)])) return "identity";
  const documents = documentsOf({ world, roleArn: caller.roleArn });
  return documents !== undefined && !allows(documents) ? "identity" : undefined;
}

export const isDenied = (question: PermissionQuestion): boolean =>
  findDenial(question) !== undefined;

function ask(of: {
  documents: readonly PolicyDocument[];
  question: PermissionQuestion;
}): PolicyVerdict {
  const { call, action, resource = "*", facts = {} } = of.question;
  const documents = facts.missing === true ? of.documents.map(withoutConditions) : of.documents;
  return evaluate(documents, { action, resource, context: contextOf({ call, facts }) });
}

/** Allows that might hold stay, denies that might not go. */
function withoutConditions(document: PolicyDocument): PolicyDocument {
  const kept = statementsOf(document).filter(
    ({ Effect, Condition }) => Effect === "Allow" || Condition === undefined,
  );
  return { Statement: kept.map((statement) => ({ ...statement, Condition: {} })) };
}

function principalMatches(of: {
  pattern: string | undefined;
  arns: (string | undefined)[];
}): boolean {
  if (of.pattern === undefined) return true;
  const pattern = textPattern(of.pattern);
  return of.arns.some((arn) => arn !== undefined && pattern.test(arn));
}
