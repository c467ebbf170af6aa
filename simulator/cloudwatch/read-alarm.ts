import { AwsError } from "../core/errors";
import type { Tags } from "../core/model";
import type { Input } from "../wire/input";
import { COMPARISONS, MISSING, type AlarmSpec } from "./alarm";
import { readChoice, readDimensions, readPeriod, readStatistic } from "./read-metric";

const DAY_SECONDS = 24 * 60 * 60;

export function readAlarm(params: Input): AlarmSpec {
  const name = params.required("AlarmName");
  if (name === "" || name.length > 255) {
    throw params.invalid("AlarmName", "have length from 1 to 255");
  }
  const periodSeconds = readPeriod({ params });
  const evaluationPeriods = params.requiredInteger("EvaluationPeriods");
  if (evaluationPeriods < 1) {
    throw params.invalid("EvaluationPeriods", "have value greater than or equal to 1");
  }
  const longest = periodSeconds >= 3600 ? 7 * DAY_SECONDS : DAY_SECONDS;
  if (periodSeconds * evaluationPeriods > longest) {
    throw new AwsError(
      "ValidationException",
      `Metrics cannot be checked across more than ${longest / DAY_SECONDS === 1 ? "a day" : "a week"} (EvaluationPeriods * Period must be <= ${longest}).`,
    );
  }
  const threshold = params.number("Threshold");
  if (threshold === undefined) throw params.invalid("Threshold", "not be null");
  const missing = params.text("TreatMissingData");
  return {
    name,
    description: params.text("AlarmDescription"),
    namespace: params.required("Namespace"),
    metricName: params.required("MetricName"),
    dimensions: readDimensions(params),
    statistic: readStatistic({ params, name: "Statistic" }),
    periodSeconds,
    evaluationPeriods,
    datapointsToAlarm: params.integer("DatapointsToAlarm"),
    threshold,
    comparison: readChoice({
      params,
      name: "ComparisonOperator",
      value: params.required("ComparisonOperator"),
      choices: COMPARISONS,
    }),
    treatMissingData:
      missing === undefined
        ? undefined
        : readChoice({ params, name: "TreatMissingData", value: missing, choices: MISSING }),
    unit: params.text("Unit"),
    actionsEnabled: params.flag("ActionsEnabled") ?? true,
    alarmActions: params.list("AlarmActions"),
    okActions: params.list("OKActions"),
    insufficientDataActions: params.list("InsufficientDataActions"),
  };
}

export function readTags(params: Input): Tags {
  return new Map(
    params.structures("Tags").map((tag) => [tag.required("Key"), tag.required("Value")]),
  );
}
