import type { InvokeConfig, LambdaFunction } from "../automation/model";
import type { WireObject } from "../wire/xml";
import { notFound, onLambda, permittedFunction, type LambdaCall } from "./call";

/** Whole: what is not given takes its default. */
export const putFunctionEventInvokeConfig = onLambda((call) => {
  const fn = permittedFunction(call);
  fn.invokeConfig = readConfig(call);
  return toConfig(fn);
});

/** What is not given stays. */
export const updateFunctionEventInvokeConfig = onLambda((call) => {
  const fn = permittedFunction(call);
  const known = getConfig(fn);
  const given = readConfig(call);
  fn.invokeConfig = {
    maximumRetryAttempts: given.maximumRetryAttempts ?? known.maximumRetryAttempts,
    maximumEventAgeSeconds: given.maximumEventAgeSeconds ?? known.maximumEventAgeSeconds,
    modifiedAt: given.modifiedAt,
  };
  return toConfig(fn);
});

export const getFunctionEventInvokeConfig = onLambda((call) => toConfig(permittedFunction(call)));

export const deleteFunctionEventInvokeConfig = onLambda((call) => {
  const fn = permittedFunction(call);
  getConfig(fn);
  fn.invokeConfig = undefined;
  return {};
});

function readConfig({ params, now }: LambdaCall): InvokeConfig {
  const maximumRetryAttempts = params.integer("MaximumRetryAttempts");
  const maximumEventAgeSeconds = params.integer("MaximumEventAgeInSeconds");
  if (!isWithin(maximumRetryAttempts, 0, 2)) {
    throw params.invalid("MaximumRetryAttempts", "have value from 0 to 2");
  }
  if (!isWithin(maximumEventAgeSeconds, 60, 21_600)) {
    throw params.invalid("MaximumEventAgeInSeconds", "have value from 60 to 21600");
  }
  return { maximumRetryAttempts, maximumEventAgeSeconds, modifiedAt: now };
}

const isWithin = (value: number | undefined, min: number, max: number): boolean =>
  value === undefined || (value >= min && value <= max);

function getConfig(fn: LambdaFunction): InvokeConfig {
  if (fn.invokeConfig !== undefined) return fn.invokeConfig;
  throw notFound(`The function ${fn.arn}:$LATEST doesn't have an EventInvokeConfig`);
}

function toConfig(fn: LambdaFunction): WireObject {
  const config = getConfig(fn);
  return {
    FunctionArn: `${fn.arn}:$LATEST`,
    LastModified: new Date(config.modifiedAt),
    MaximumRetryAttempts: config.maximumRetryAttempts,
    MaximumEventAgeInSeconds: config.maximumEventAgeSeconds,
    DestinationConfig: { OnSuccess: {}, OnFailure: {} },
  };
}
