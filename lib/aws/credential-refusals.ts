import { AwsCallError } from "./aws-call-error";
import { OWN_ERROR_WORDS } from "./aws-error-words.pure";

/** A saved credential with which nothing can be sent. */
export function unusable(
  code: "CredentialMissing" | "CredentialWithoutSecret" | "CredentialChain",
) {
  return notSent("AssumeRole", code);
}

/** In our own words, of a call that never left. */
export function notSent(action: string, code: string): AwsCallError {
  const words = OWN_ERROR_WORDS[code];
  return new AwsCallError({
    action,
    outcome: "not_sent",
    awsCode: code,
    message: words?.message ?? code,
    suggestion: words?.suggestion ?? "",
  });
}

/** As good as refused: nothing may be sent with keys that are not this account's. */
export function ofOtherAccount(accountIds: { found: string; saved: string }): AwsCallError {
  const words = OWN_ERROR_WORDS["OtherAccount"];
  const { found, saved } = accountIds;
  return new AwsCallError({
    action: "GetCallerIdentity",
    outcome: "refused",
    awsCode: "OtherAccount",
    message: `${words?.message} They are of ${found}; the credential was saved for ${saved}.`,
    suggestion: words?.suggestion ?? "",
  });
}
