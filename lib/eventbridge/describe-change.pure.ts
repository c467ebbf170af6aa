import { canonical } from "./compare-specs.pure";

type Spec = Readonly<Record<string, unknown>>;

const WORDS: Readonly<Record<string, string>> = {
  enabled: "whether it is enabled",
  expression: "its expression",
  timezone: "its time zone",
  targetArn: "its target",
  otherTargets: "whom else it calls",
  inputTemplate: "what it sends",
  inputPaths: "what it sends",
  input: "what it sends",
  retry: "its retries",
  deleteAfterCompletion: "whether it goes once it is done",
  roleArn: "its role",
  trustPolicy: "who may assume it",
  policy: "its policy",
  codeSha256: "its code",
  environment: "its environment",
  handler: "its handler",
  timeoutSeconds: "its time limit",
  memoryMiB: "its memory",
  runtime: "its runtime",
  retentionDays: "how long it keeps",
  flexibleMinutes: "its flexible window",
  principal: "which service may invoke it",
  sourceArn: "which rules may invoke it",
  sourceAccount: "which account may invoke it",
  eventPattern: "its event pattern",
  value: "its value",
  metricName: "what it counts",
  functionName: "which function it watches",
  statistic: "how it counts",
  periodSeconds: "how it counts",
  evaluationPeriods: "when it goes off",
  threshold: "when it goes off",
  comparison: "when it goes off",
  treatMissingData: "when it goes off",
};

/** Short values are shown as they were and as they are. */
const VALUE_MAX = 80;
const ADDED_MAX = 5;

/** What somebody else changed, in words. */
export function describeChange(of: {
  keys: readonly string[];
  seen: Spec;
  confirmed: Spec;
}): string {
  const { keys, seen, confirmed } = of;
  if (keys.includes("enabled") && seen["enabled"] === false) {
    const others = keys.filter((key) => key !== "enabled");
    const rest = others.length === 0 ? "" : `, and changed ${listWords(others)}`;
    return `Somebody disabled it in AWS${rest}.`;
  }
  const added = seen["otherTargets"];
  if (keys.length === 1 && keys[0] === "otherTargets" && Array.isArray(added)) {
    return `Somebody let it call in AWS: ${added.slice(0, ADDED_MAX).join(", ")}.`;
  }
  const [only] = keys;
  if (keys.length === 1 && only !== undefined) {
    const before = canonical(confirmed[only]);
    const after = canonical(seen[only]);
    if (before.length <= VALUE_MAX && after.length <= VALUE_MAX) {
      return `Somebody changed ${wordOf(only)} in AWS from ${before} to ${after}.`;
    }
  }
  return `Somebody changed ${listWords(keys)} in AWS.`;
}

function listWords(keys: readonly string[]): string {
  const words = [...new Set(keys.map(wordOf))];
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}

function wordOf(key: string): string {
  return WORDS[key] ?? key;
}
