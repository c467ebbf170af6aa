import { AwsError } from "../core/errors";
import { isKnownOperator } from "./conditions";

/** `trust`: says who, of a role; `identity`: says what and on which resources. */
export type DocumentKind = "trust" | "identity";

const VERSIONS: readonly unknown[] = ["2012-10-17", "2008-10-17"];
const ACTION = /^(\*|[A-Za-z0-9-]+:[A-Za-z0-9*?]+)$/;
const ARN = /^(\*|arn:[^:]+:[^:]*:[^:]*:[^:]*:.+)$/;
const SID = /^[0-9A-Za-z]*$/;

type Members = Record<string, unknown>;

/** Throws what IAM says of a document that is not a policy. */
export function checkDocument({ text, kind }: { text: string; kind: DocumentKind }): void {
  const document = parse(text);
  const statements = [document["Statement"] ?? []].flat();
  if (!VERSIONS.includes(document["Version"] ?? VERSIONS[0]) || statements.length === 0) {
    throw malformed("Syntax errors in policy.");
  }
  const sids = new Set<string>();
  for (const statement of statements) {
    if (!isMembers(statement)) throw malformed("Syntax errors in policy.");
    checkStatement({ statement, kind });
    const sid = statement["Sid"];
    if (typeof sid !== "string" || sid === "") continue;
    if (sids.has(sid)) {
      throw malformed("Statement IDs (SID) in a single policy must be unique.");
    }
    sids.add(sid);
  }
}

function checkStatement(of: { statement: Members; kind: DocumentKind }): void {
  const { statement, kind } = of;
  const { Sid, Effect, Condition } = statement;
  if (Effect !== "Allow" && Effect !== "Deny") throw malformed("Syntax errors in policy.");
  if (Sid !== undefined && (typeof Sid !== "string" || !SID.test(Sid))) {
    throw malformed(
      "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*",
    );
  }
  const actions = oneOf(
    statement,
    ["Action", "NotAction"],
    "Policy statement must contain actions.",
  );
  if (!actions.every((action) => ACTION.test(action))) {
    throw malformed("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
  }
  if (kind === "trust") checkTrust({ statement, actions });
  else checkIdentity(statement);
  if (Condition !== undefined) checkCondition(Condition);
}

function checkTrust({ statement, actions }: { statement: Members; actions: string[] }): void {
  for (const name of ["Resource", "NotResource"]) {
    if (statement[name] !== undefined) throw malformed(`Has prohibited field ${name}`);
  }
  const { Principal } = statement;
  if (Principal === undefined) throw malformed("Missing required field Principal");
  if (Principal !== "*" && !isMembers(Principal)) throw malformed("Syntax errors in policy.");
  if (!actions.every((action) => action === "*" || /^sts:/i.test(action))) {
    throw malformed("AssumeRole policy may only specify STS AssumeRole actions.");
  }
}

function checkIdentity(statement: Members): void {
  if (statement["Principal"] !== undefined || statement["NotPrincipal"] !== undefined) {
    throw malformed("Policy document should not specify a principal.");
  }
  const resources = oneOf(
    statement,
    ["Resource", "NotResource"],
    "Policy statement must contain resources.",
  );
  const wrong = resources.find((resource) => !ARN.test(resource));
  if (wrong !== undefined) throw malformed(`Resource ${wrong} must be in ARN format or "*".`);
}

function checkCondition(condition: unknown): void {
  if (!isMembers(condition)) throw malformed("Syntax errors in policy.");
  for (const [operator, keys] of Object.entries(condition)) {
    if (!isKnownOperator(operator)) throw malformed(`Invalid Condition type : ${operator}.`);
    if (!isMembers(keys)) throw malformed("Syntax errors in policy.");
    const wrong = Object.keys(keys).find((key) => !key.includes(":"));
    if (wrong !== undefined) throw malformed("Conditions must be prefaced by a vendor, e.g., iam.");
  }
}

/** Exactly one of two elements, as a list of texts. */
function oneOf(statement: Members, names: [string, string], missing: string): string[] {
  const given = names.filter((name) => statement[name] !== undefined);
  const [name] = given;
  if (name === undefined) throw malformed(missing);
  const values = [statement[name]].flat();
  if (given.length > 1 || !values.every((value) => typeof value === "string")) {
    throw malformed("Syntax errors in policy.");
  }
  if (values.length === 0) throw malformed(missing);
  return values;
}

function parse(text: string): Members {
  try {
    const parsed: unknown = JSON.parse(text);
    if (isMembers(parsed)) return parsed;
  } catch {
    throw malformed("This policy contains invalid Json");
  }
  throw malformed("Syntax errors in policy.");
}

function isMembers(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const malformed = (message: string): AwsError => new AwsError("MalformedPolicyDocument", message);
