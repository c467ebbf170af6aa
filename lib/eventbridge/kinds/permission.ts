import { SPECS, type SpecOf } from "../specs";
import { seenAs, type ObjectKind } from "./kind";

type Spec = SpecOf<"permission">;

/**
 * One statement for all rules of ours: one for each would outgrow the policy's 20 KiB at about fifty.
 * Without the account, a rule of the same name in another one could invoke the function.
 */
export const permission: ObjectKind<Spec> = {
  schema: SPECS.permission,
  async look({ scheduling: { lambda }, names }, { spec }) {
    const statements = await lambda.listPermissions(names.functionName);
    const found = statements.find(({ Sid }) => Sid === spec.statementId);
    return found ? seenAs(toSpec(spec.statementId, found)) : null;
  },
  async put({ scheduling: { lambda }, names }, { spec }, seen) {
    const { functionName } = names;
    if (seen) await lambda.removePermission(functionName, spec.statementId);
    await lambda.addPermission({ functionName, ...spec });
    return "done";
  },
  async remove({ scheduling: { lambda }, names }, { spec }) {
    await lambda.removePermission(names.functionName, spec.statementId);
    return "done";
  },
};

function toSpec(statementId: string, statement: Readonly<Record<string, unknown>>): Spec {
  return {
    statementId,
    principal: textAt(statement, ["Principal", "Service"]),
    sourceArn: textAt(statement, ["Condition", "ArnLike", "AWS:SourceArn"]),
    sourceAccount: textAt(statement, ["Condition", "StringEquals", "AWS:SourceAccount"]),
  };
}

/** Keys of IAM's conditions have no case. */
function textAt(value: unknown, path: readonly string[]): string {
  const [key, ...rest] = path;
  if (key === undefined) return typeof value === "string" ? value : "";
  if (typeof value !== "object" || value === null) return "";
  const found = Object.entries(value).find(([name]) => name.toLowerCase() === key.toLowerCase());
  return textAt(found?.[1], rest);
}
