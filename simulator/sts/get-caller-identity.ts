import type { Operation } from "../core/operation";

/** Needs no permission: AWS answers it even where a policy denies it. */
export const getCallerIdentity: Operation = {
  params: [],
  bucket: "none",
  run: ({ caller }) => ({ Arn: caller.arn, UserId: caller.userId, Account: caller.accountId }),
};
