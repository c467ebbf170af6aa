/** A refusal as AWS words it; the protocol of the service gives it its shape on the wire. */
export class AwsError extends Error {
  readonly code: string;
  readonly httpStatus: number;

  constructor(code: string, message: string, httpStatus = 400) {
    super(message);
    this.name = "AwsError";
    this.code = code;
    this.httpStatus = httpStatus;
  }
}

export const missingParameter = (name: string): AwsError =>
  new AwsError("MissingParameter", `The request must contain the parameter ${name}`);

export const invalidValue = (name: string, value: string, why = ""): AwsError =>
  new AwsError(
    "InvalidParameterValue",
    `Value (${value}) for parameter ${name} is invalid.${why === "" ? "" : ` ${why}`}`,
  );

export const internalError = (message = "An internal error has occurred"): AwsError =>
  new AwsError("InternalError", message, 500);
