import { listPage } from "../automation/listing";
import type { RuleTarget } from "../automation/model";
import { AwsError } from "../core/errors";
import { authorize } from "../core/operation";
import type { Input } from "../wire/input";
import type { WireObject } from "../wire/xml";
import { getRule, invalidToken, onBus, permittedName, readPage } from "./call";

const TARGETS_MAX = 5;
const INPUT_MAX = 8192;

export const putTargets = onBus((call) => {
  const rule = getRule(call.there, permittedName(call, "Rule"));
  const given = call.params.structures("Targets").map(readTarget);
  if (given.length === 0)
    throw call.params.invalid("Targets", "have length greater than or equal to 1");
  const ids = new Set(given.map(({ id }) => id));
  const targets = [...rule.targets.filter(({ id }) => !ids.has(id)), ...given];
  if (targets.length > TARGETS_MAX) {
    throw new AwsError(
      "LimitExceededException",
      "The requested resource exceeds the maximum number allowed.",
    );
  }
  rule.targets = targets;
  return { FailedEntryCount: 0, FailedEntries: [] };
});

export const listTargetsByRule = onBus((call) => {
  const rule = getRule(call.there, permittedName(call, "Rule"));
  const { page, next } = listPage({
    ...readPage(call),
    items: rule.targets,
    nameOf: ({ id }) => id,
    scope: `${rule.arn}/targets`,
    invalidToken,
  });
  return { Targets: page.map(toTarget), NextToken: next };
});

export const removeTargets = onBus((call) => {
  const rule = getRule(call.there, permittedName(call, "Rule"));
  const ids = call.params.list("Ids");
  const known = new Set(rule.targets.map(({ id }) => id));
  rule.targets = rule.targets.filter(({ id }) => !ids.includes(id));
  const strangers = ids.filter((id) => !known.has(id));
  return {
    FailedEntryCount: strangers.length,
    FailedEntries: strangers.map((id) => ({
      TargetId: id,
      ErrorCode: "ResourceNotFoundException",
      ErrorMessage: `Target ${id} does not exist on Rule ${rule.name}.`,
    })),
  };
});

export const listRuleNamesByTarget = onBus((call) => {
  const { there, accountId, region } = call;
  const arn = call.params.required("TargetArn");
  authorize(call, "*");
  const { page, next } = listPage({
    ...readPage(call),
    items: [...there.rules.values()].filter(({ targets }) =>
      targets.some((target) => target.arn === arn),
    ),
    nameOf: ({ name }) => name,
    scope: `${accountId}/${region}/rule-names/${arn}`,
    invalidToken,
  });
  return { RuleNames: page.map(({ name }) => name), NextToken: next };
});

function readTarget(given: Input): RuleTarget {
  const transformer = given.structure("InputTransformer");
  const target: RuleTarget = {
    id: given.required("Id"),
    arn: given.required("Arn"),
    roleArn: given.text("RoleArn"),
    input: given.text("Input"),
    inputPath: given.text("InputPath"),
    inputTransformer: transformer && {
      paths: transformer.textMap("InputPathsMap"),
      template: transformer.required("InputTemplate"),
    },
    retry: readRetry(given.structure("RetryPolicy")),
    deadLetterArn: given.structure("DeadLetterConfig")?.text("Arn"),
  };
  if (!/^[.\-_A-Za-z0-9]{1,64}$/.test(target.id)) {
    throw given.invalid("Id", "satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+");
  }
  const inputs = [target.input, target.inputPath, target.inputTransformer];
  if (inputs.filter((one) => one !== undefined).length > 1) {
    throw new AwsError(
      "ValidationException",
      `Only one of Input, InputPath, or InputTransformer must be provided for target ${target.id}.`,
    );
  }
  checkJson(target);
  return target;
}

function checkJson({ id, input }: RuleTarget): void {
  if (input === undefined) return;
  if (input.length > INPUT_MAX || !isJson(input)) {
    throw new AwsError("ValidationException", `JSON syntax error in input for target ${id}.`);
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

export function readRetry(given: Input | undefined): RuleTarget["retry"] {
  if (given === undefined) return undefined;
  const maximumRetryAttempts = given.integer("MaximumRetryAttempts");
  const maximumEventAgeSeconds = given.integer("MaximumEventAgeInSeconds");
  if (
    maximumRetryAttempts !== undefined &&
    !(maximumRetryAttempts >= 0 && maximumRetryAttempts <= 185)
  ) {
    throw given.invalid("MaximumRetryAttempts", "have value from 0 to 185");
  }
  if (
    maximumEventAgeSeconds !== undefined &&
    !(maximumEventAgeSeconds >= 60 && maximumEventAgeSeconds <= 86_400)
  ) {
    throw given.invalid("MaximumEventAgeInSeconds", "have value from 60 to 86400");
  }
  return { maximumRetryAttempts, maximumEventAgeSeconds };
}

export const toRetry = (retry: RuleTarget["retry"]): WireObject | undefined =>
  retry && {
    MaximumRetryAttempts: retry.maximumRetryAttempts,
    MaximumEventAgeInSeconds: retry.maximumEventAgeSeconds,
  };

function toTarget(target: RuleTarget): WireObject {
  const { inputTransformer: transformer } = target;
  return {
    Id: target.id,
    Arn: target.arn,
    RoleArn: target.roleArn,
    Input: target.input,
    InputPath: target.inputPath,
    InputTransformer: transformer && {
      InputPathsMap: Object.fromEntries(transformer.paths),
      InputTemplate: transformer.template,
    },
    RetryPolicy: toRetry(target.retry),
    DeadLetterConfig:
      target.deadLetterArn === undefined ? undefined : { Arn: target.deadLetterArn },
  };
}
