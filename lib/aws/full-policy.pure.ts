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
import { scheduleStatements } from "./scheduling-statements.pure";

export interface IamPolicy {
  Version: string;
  Statement: IamStatement[];
}

/** All that the product may do with a credential, as `docs/security.md` prints it. */
export function fullPolicy(scope: IamScope): IamPolicy {
  return toPolicy([
    ...readStatements(),
    ...referenceStatements(),
    ...createStatements(scope),
    kmsStatement(),
    ...deleteStatements(scope),
    ...tagStatements(scope),
  ]);
}

/** What it needs besides, where EventBridge fires backups by itself. */
export function schedulePolicy(scope: IamScope): IamPolicy {
  return toPolicy(scheduleStatements(scope));
}

export function toPolicy(Statement: IamStatement[]): IamPolicy {
  return { Version: "2012-10-17", Statement };
}
