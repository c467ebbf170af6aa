import type { SnapshotReturnCode } from "./effects";

/** Milliseconds, or a range from which each call draws. */
export type Span = number | readonly [min: number, max: number];

/** `before`: nothing happens in the world. `after`: it happened, and the answer suffers. */
export type Phase = "before" | "after";

export type FaultEffect =
  /** An error answer; `after` makes it a lie about something that happened. */
  | { kind: "error"; code: string; message?: string; httpStatus?: number; phase?: Phase }
  /** 503 RequestLimitExceeded, as a bucket would give it. */
  | { kind: "throttle"; code?: "RequestLimitExceeded" | "EC2ThrottledException" }
  /** No answer; the connection stays open until the client goes or `ms` (real time) are over. */
  | { kind: "hang"; phase?: Phase; ms?: number }
  /** The connection is reset. */
  | { kind: "reset"; phase?: Phase }
  /** The effect happens and the answer is lost: the connection is reset, or hangs. */
  | { kind: "loseReply"; by?: "reset" | "hang" }
  /** Real milliseconds; `before` also delays the effect, as a slow network would. */
  | { kind: "delay"; ms: Span; phase?: Phase }
  | { kind: "html"; httpStatus?: number; phase?: Phase }
  | { kind: "empty"; httpStatus?: number; phase?: Phase }
  /** The answer breaks off in the middle. */
  | { kind: "truncate" }
  /** Elements left out of the answer, by their name on the wire. */
  | { kind: "omit"; elements: readonly string[] }
  /** New images are hidden, removed ones still shown, tags lag: virtual milliseconds. */
  | { kind: "visibilityLag"; ms: Span; of?: "images" | "tags" | "both" }
  /** The image ends badly so long (virtual time) after it was asked for. */
  | {
      kind: "lateFailure";
      afterMs: Span;
      state?: "failed" | "error" | "invalid";
      code?: string;
      message?: string;
      /** Null: the snapshots complete nevertheless. */
      snapshotMessage?: string | null;
      keepsName?: boolean;
    }
  /** Snapshots take so many times as long. */
  | { kind: "slow"; factor: number }
  | { kind: "snapshotReturnCode"; code: SnapshotReturnCode }
  | FiringEffect;

/** What befalls a rule's or schedule's firing, and never a call: virtual milliseconds. */
export type FiringEffect =
  /** The function is invoked twice, the second time so much later. */
  | { kind: "doubleInvocation"; afterMs?: Span }
  | { kind: "lateInvocation"; ms: Span }
  /** The function is never invoked, and nobody is told. */
  | { kind: "dropInvocation" };

export interface FaultScope {
  accountId?: string | undefined;
  region?: string | undefined;
  service?: string | undefined;
  /** One action, `Describe*`, or a list. */
  action?: string | readonly string[] | undefined;
  /** Parameters of the request that must match, wildcards allowed. */
  match?: Readonly<Record<string, string>> | undefined;
}

export interface NewFault {
  /** Chosen by the simulator when left out. */
  id?: string | undefined;
  scope?: FaultScope | undefined;
  /** Share of the matching calls that it hits; 1 by default. */
  probability?: number | undefined;
  /** Matching calls that pass first. */
  skip?: number | undefined;
  /** How many it hits before it is spent; without end by default. */
  times?: number | undefined;
  effect: FaultEffect;
}

export interface FaultRule extends NewFault {
  id: string;
  seen: number;
  hits: number;
}

export const KMS_MESSAGE =
  "Given key ID is not accessible. You must have DescribeKey permissions on the default CMK";
