import { SPECS, type SpecOf } from "../specs";
import { DESCRIPTION, ownerTags, seenAs, type ObjectKind } from "./kind";

type Spec = SpecOf<"alarm">;

/** On the function's errors; whom it tells is for the account's owner to add, and stays as it is. */
export const alarm: ObjectKind<Spec> = {
  schema: SPECS.alarm,
  async look({ scheduling: { cloudwatch } }, { name }) {
    const found = await cloudwatch.findAlarm(name);
    if (!found) return null;
    return seenAs({
      metricName: found.metricName,
      functionName: found.dimensions["FunctionName"] ?? "",
      statistic: found.statistic,
      periodSeconds: found.periodSeconds,
      evaluationPeriods: found.evaluationPeriods,
      threshold: found.threshold,
      comparison: found.comparison,
      treatMissingData: found.treatMissingData,
    });
  },
  async put(at, { name, spec }) {
    const { functionName, ...rest } = spec;
    const { cloudwatch } = at.scheduling;
    const before = await cloudwatch.findAlarm(name);
    await cloudwatch.putAlarm(
      {
        name,
        description: DESCRIPTION,
        namespace: "AWS/Lambda",
        dimensions: { FunctionName: functionName },
        actionsEnabled: before?.actionsEnabled ?? true,
        actions: before?.actions ?? { alarm: [], ok: [], insufficientData: [] },
        ...rest,
      },
      ownerTags(at),
    );
    return "done";
  },
  async remove({ scheduling: { cloudwatch } }, { name }) {
    await cloudwatch.deleteAlarm(name);
    return "done";
  },
};
