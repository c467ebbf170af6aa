import { FEATURES, type Feature } from "./features.pure";
import { toPolicy, type IamPolicy } from "../aws/full-policy.pure";
import {
  createStatements,
  deleteStatements,
  kmsStatement,
  readStatements,
  referenceStatements,
  tagStatements,
  type IamScope,
  type IamStatement,
} from "../aws/iam-statements.pure";
import { scheduleStatements } from "../aws/scheduling-statements.pure";

export function featureStatements(scope: IamScope): Readonly<Record<Feature, IamStatement[]>> {
  return {
    backups: [
      ...readStatements(),
      ...createStatements(scope),
      kmsStatement(),
      ...tagStatements(scope),
    ],
    deletion: [...referenceStatements(), ...deleteStatements(scope)],
    eventbridge: scheduleStatements(scope),
  };
}

/** The least that the features need. */
export function featurePolicy(scope: IamScope, features: readonly Feature[]): IamPolicy {
  const statements = featureStatements(scope);
  const wanted = FEATURES.filter((one) => one === "backups" || features.includes(one));
  return toPolicy(wanted.flatMap((one) => statements[one]));
}
