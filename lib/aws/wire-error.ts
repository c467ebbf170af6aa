/** What went wrong between us and AWS, found before the SDK reads the answer. */
export type WireProblem =
  /** `beforeSend` said no: nothing left this process. */
  | "vetoed"
  /** Not of AWS's form: HTML, nothing, or cut off. */
  | "unreadable";

export class WireError extends Error {
  readonly problem: WireProblem;
  readonly httpStatus: number | null;

  constructor(
    problem: WireProblem,
    options: { cause?: unknown; httpStatus?: number; message: string },
  ) {
    super(options.message, { cause: options.cause });
    this.name = "WireError";
    this.problem = problem;
    this.httpStatus = options.httpStatus ?? null;
  }
}
