import { AwsCallError } from "./aws-call-error";
import { MISSING_PERMISSION_CODES, SIGNATURE_CODES, THROTTLE_CODES } from "./aws-codes.pure";
import { AWS_ERROR_WORDS, OWN_ERROR_WORDS, type ErrorWords } from "./aws-error-words.pure";
import type { Failure } from "./classify-failure";
import { iamStatementFor, toIamAction } from "./iam-statement.pure";

/** What the sentences name. */
export interface CallFacts {
  action: string;
  /** What it is done to, where IAM's statement depends on it. */
  subject?: "instance" | undefined;
  region: string;
  partition: string;
  installationId: string;
  /** Where the call went. */
  host: string;
  /** AWS's clock minus ours. */
  clockOffsetMs: number | null;
  /** The same before the call. */
  clockOffsetBeforeMs?: number | null;
  roleArn?: string | undefined;
  externalId?: string | null | undefined;
}

/** Beyond this AWS no longer believes our signatures. */
const CLOCK_SKEW_MS_MAX = 4 * 60_000;

/** The failure in words a person can act on. */
export function explainAwsError(failure: Failure, facts: CallFacts, cause: unknown): AwsCallError {
  const skewed = isSkewed(failure, facts);
  const words = skewed ? skewWords(facts) : wordsFor(failure, facts);
  const fill = (text: string) => fillIn(text, facts);
  return new AwsCallError({
    action: facts.action,
    // The next signature is made with the offset learned from this refusal.
    outcome: skewed && failure.outcome === "refused" ? "later" : failure.outcome,
    awsCode: failure.code,
    httpStatus: failure.httpStatus,
    message: fill(words.message),
    suggestion: fill(words.suggestion),
    ...(failure.awsMessage === undefined ? {} : { awsMessage: failure.awsMessage }),
    ...(failure.awsRequestId === undefined ? {} : { awsRequestId: failure.awsRequestId }),
    cause,
  });
}

function wordsFor(failure: Failure, facts: CallFacts): ErrorWords {
  const { code } = failure;
  if (facts.action === "AssumeRole" && MISSING_PERMISSION_CODES.has(code)) return roleWords(facts);
  if (MISSING_PERMISSION_CODES.has(code)) return permissionWords(facts);
  if (THROTTLE_CODES.has(code)) {
    return {
      message: "AWS's rate limit for {action} in {region} is used up for the moment.",
      suggestion: "Nothing to do: it goes on more slowly.",
    };
  }
  if (code === "UnreadableAnswer" && failure.httpStatus !== null && failure.httpStatus >= 500) {
    return {
      message: `{host} failed with HTTP ${failure.httpStatus}, and not in AWS's words.`,
      suggestion: "Check AWS_ENDPOINT_URL and proxies on the way, if it stays.",
    };
  }
  const known = OWN_ERROR_WORDS[code] ?? AWS_ERROR_WORDS[code.replace(/^(Client|Server)\./, "")];
  if (known) return known;
  if (failure.outcome === "unknown") {
    return {
      message: `AWS had an error of its own (${printable(code)}).`,
      suggestion: "Nothing to do if it passes; see health.aws.amazon.com if it stays.",
    };
  }
  return {
    message: `AWS refused {action} (${printable(code)})${quoted(failure.awsMessage)}`,
    suggestion: "Look the code up in AWS's documentation of {action}.",
  };
}

function permissionWords(facts: CallFacts): ErrorWords {
  return {
    message: `The credential may not do ${toIamAction(facts.action)}.`,
    suggestion: `Add this to its IAM policy: ${iamStatementFor(facts)}`,
  };
}

function roleWords(facts: CallFacts): ErrorWords {
  const condition = facts.externalId
    ? `, with the condition ${JSON.stringify({ StringEquals: { "sts:ExternalId": facts.externalId } })}`
    : ". If it asks for an external id, enter the same one here";
  return {
    message: `AWS does not let this key assume the role ${facts.roleArn ?? ""}.`.replace(" .", "."),
    suggestion: `The role's trust policy must allow sts:AssumeRole to the key's user or account${condition}; and sts:TagSession, where its session carries tags, as a pod's does. In another account the key's own policy needs it as well: ${iamStatementFor(facts)}`,
  };
}

/** A stale signature has the same code as a wrong secret; the clocks tell them apart. */
function isSkewed(failure: Failure, facts: CallFacts): boolean {
  const doubted = SIGNATURE_CODES.has(failure.code) || failure.code.startsWith("RequestTimeTooSk");
  const expired = failure.code === "RequestExpired";
  return (doubted || expired) && (isFarOff(facts) || wasSet(facts));
}

function isFarOff({ clockOffsetMs }: CallFacts): boolean {
  return Math.abs(clockOffsetMs ?? 0) > CLOCK_SKEW_MS_MAX;
}

/** Signed with an offset that held no more: the clock may just have been put right. */
function wasSet({ clockOffsetMs, clockOffsetBeforeMs }: CallFacts): boolean {
  return Math.abs((clockOffsetMs ?? 0) - (clockOffsetBeforeMs ?? 0)) > CLOCK_SKEW_MS_MAX;
}

function skewWords(facts: CallFacts): ErrorWords {
  if (!isFarOff(facts)) {
    return {
      message: "This machine's clock was set since AWS was last asked.",
      suggestion: "Nothing to do: the next request has the right time.",
    };
  }
  const offset = facts.clockOffsetMs ?? 0;
  const minutes = Math.round(Math.abs(offset) / 60_000);
  return {
    message: `This machine's clock is ${minutes} minutes ${offset > 0 ? "behind" : "ahead of"} AWS's.`,
    suggestion: "Set it, for example with NTP, and try again.",
  };
}

function fillIn(text: string, facts: CallFacts): string {
  return text
    .replaceAll("{action}", facts.action)
    .replaceAll("{iamAction}", toIamAction(facts.action))
    .replaceAll("{region}", facts.region)
    .replaceAll("{host}", facts.host);
}

const QUOTE_LENGTH_MAX = 300;

/** AWS's text is shown where we have no better; nothing is decided by it. */
function quoted(text: string | undefined): string {
  return text ? `: “${text.slice(0, QUOTE_LENGTH_MAX)}”` : ".";
}

/** A code comes from the wire: only what looks like one is shown. */
function printable(code: string): string {
  return /^[A-Za-z0-9._-]{1,80}$/.test(code) ? code : "unknown code";
}
