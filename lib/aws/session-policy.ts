import type { AwsPurpose } from "./aws";
import {
  createStatements,
  deleteStatements,
  kmsStatement,
  readStatements,
  referenceStatements,
  tagStatements,
  type IamScope,
  type IamStatement,
} from "./iam-statements.pure";

/**
 * What a session of an assumed role may do at most; the role's own policy still decides.
 * A stolen session of one purpose is of no use for another.
 */
export function sessionPolicyFor({
  purpose,
  ...scope
}: IamScope & { purpose: AwsPurpose }): string {
  const Statement = [...readStatements(), ...statementsFor(purpose, scope)];
  return JSON.stringify({ Version: "2012-10-17", Statement });
}

function statementsFor(purpose: AwsPurpose, scope: IamScope): IamStatement[] {
  switch (purpose) {
    case "read":
      return referenceStatements();
    case "create":
      return [...createStatements(scope), kmsStatement()];
    case "tag":
      return tagStatements(scope);
    case "delete":
      return [...referenceStatements(), ...deleteStatements(scope), ...tagStatements(scope)];
    case "schedule":
      return [];
  }
}
