import { invalidValue, type LambdaCall } from "./call";

const SUPPORTED = ["nodejs24.x", "nodejs22.x"];
/** Refused for new functions and for changes. */
const DEPRECATED = /^(nodejs(20|18|16|14|12|10|8|6|4)\b|python[23]\.\d|java8|ruby2|dotnet|go1)/;

/** Throws InvalidParameterValueException for a runtime that Lambda does not take (any more, or yet). */
export function checkRuntime({ world }: LambdaCall, runtime: string): void {
  const { missingRuntimes } = world.settings.automation;
  const supported = SUPPORTED.filter((one) => !missingRuntimes.includes(one));
  if (supported.includes(runtime)) return;
  if (DEPRECATED.test(runtime)) {
    throw invalidValue(
      `The runtime parameter of ${runtime} is no longer supported for creating or updating AWS Lambda functions. We recommend you use a supported runtime while creating or updating functions.`,
    );
  }
  throw invalidValue(
    `Value ${runtime} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [${supported.join(", ")}] or be a valid ARN`,
  );
}
