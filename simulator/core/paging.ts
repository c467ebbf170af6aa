import { createHash } from "node:crypto";
import type { Params } from "../wire/params";
import { AwsError } from "./errors";

export interface PageRequest {
  limit: number;
  afterSeq: number;
  /** The token for the page after an item. */
  tokenAfter: (seq: number) => string;
}

export interface PagingRules {
  params: Params;
  /** Account, region and action: a token is good for its own list only. */
  scope: string;
  min: number;
  max: number;
  /** A parameter that excludes MaxResults, as it is called in AWS's message. */
  excludes?: { given: boolean; calledOnWire: string } | undefined;
}

export function readPaging(rules: PagingRules): PageRequest {
  const { params, scope, min, max } = rules;
  const maxResults = params.integer("MaxResults");
  const token = params.text("NextToken");
  if (rules.excludes?.given === true && maxResults !== undefined) {
    throw new AwsError(
      "InvalidParameterCombination",
      `The parameter ${rules.excludes.calledOnWire} cannot be used with the parameter maxResults`,
    );
  }
  if (maxResults !== undefined && (maxResults < min || maxResults > max)) {
    const bound = maxResults < min ? `greater than ${min}` : `less than or equal to ${max}`;
    throw new AwsError(
      "InvalidParameterValue",
      `Value ( ${maxResults} ) for parameter maxResults is invalid. Expecting a value ${bound}.`,
    );
  }
  const seal = (seq: number): string =>
    createHash("sha256").update(`${scope}#${seq}`).digest("base64url").slice(0, 24);
  const tokenAfter = (seq: number): string =>
    Buffer.from(`1.${seq}.${seal(seq)}`).toString("base64url");
  return {
    limit: maxResults ?? (token === undefined || token === "" ? Infinity : max),
    afterSeq: token === undefined || token === "" ? 0 : readToken({ token, seal }),
    tokenAfter,
  };
}

function readToken({ token, seal }: { token: string; seal: (seq: number) => string }): number {
  const [version, seq, mark] = Buffer.from(token, "base64url").toString("latin1").split(".");
  const afterSeq = Number(seq);
  if (version !== "1" || !Number.isSafeInteger(afterSeq) || mark !== seal(afterSeq)) {
    throw new AwsError(
      "InvalidParameterValue",
      `Value ( ${token} ) for parameter NextToken is invalid. The token is invalid.`,
    );
  }
  return afterSeq;
}
