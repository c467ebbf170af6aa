import { UpstreamError } from "../errors";

/**
 * What a failed call means for its effect:
 * - `not_sent`: nothing left this process (no token in time, a guard said no);
 * - `later`: AWS refused without effect and asks for patience (throttles, snapshot limits, expired session);
 * - `refused`: AWS refused for good, without effect;
 * - `unknown`: nobody knows (time-out, reset, 5xx, unreadable answer).
 */
export type AwsOutcome = "not_sent" | "later" | "refused" | "unknown";

export interface AwsCallErrorOptions {
  action: string;
  outcome: AwsOutcome;
  /** AWS's error code, or ours: `Timeout`, `ConnectionReset`, `UnreadableAnswer`, `BudgetExhausted`. */
  awsCode: string;
  /** Safe for users. */
  message: string;
  suggestion?: string;
  /** AWS's own text, for InvalidAMIName.Duplicate and for the technical detail. */
  awsMessage?: string;
  awsRequestId?: string;
  /** Of the answer, where there was one. */
  httpStatus?: number | null;
  retryAfterMs?: number;
  cause?: unknown;
}

export class AwsCallError extends UpstreamError {
  static override readonly kind: string = "aws_call";

  readonly action: string;
  readonly outcome: AwsOutcome;
  readonly awsCode: string;
  readonly awsMessage: string | undefined;
  readonly awsRequestId: string | undefined;
  readonly httpStatus: number | null;

  constructor(options: AwsCallErrorOptions) {
    super(options.message, {
      cause: options.cause,
      reason: options.awsCode,
      ...(options.suggestion === undefined ? {} : { suggestion: options.suggestion }),
      ...(options.retryAfterMs === undefined ? {} : { retryAfterMs: options.retryAfterMs }),
    });
    this.action = options.action;
    this.outcome = options.outcome;
    this.awsCode = options.awsCode;
    this.awsMessage = options.awsMessage;
    this.awsRequestId = options.awsRequestId;
    this.httpStatus = options.httpStatus ?? null;
  }
}
