import type { z } from "zod";
import type { Permission } from "../auth/permissions";
import type { Context } from "../context";

export const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
export type Method = (typeof METHODS)[number];

/** `signedIn`: any live session, also one that must first change its password. */
export type RoutePermission = Permission | "public" | "signedIn";

/** A body that is not JSON: its content type, for example `text/event-stream`. */
export type RawResponse = `${"text" | "application"}/${string}`;
export type ResponseSpec = z.ZodType | RawResponse | null;
export type Responses = { readonly [status: number]: ResponseSpec };

export type RawBody = string | ReadableStream<Uint8Array>;
interface Head<Status> {
  status: Status;
  headers?: Readonly<Record<string, string>>;
  /** `Set-Cookie` lines. */
  cookies?: readonly string[];
}
type Answer<Status, Spec> = Spec extends z.ZodType
  ? Head<Status> & { body: z.input<Spec> }
  : Spec extends string
    ? Head<Status> & { body: RawBody }
    : Head<Status> & { body?: undefined };

type Result<R extends Responses> = {
  [Status in keyof R & number]: Answer<Status, R[Status]>;
}[keyof R & number];

interface Input<P, Q, B> {
  ctx: Context;
  params: P;
  query: Q;
  body: B;
  /** The body as it came, where the declaration is `signed`; else "". */
  text: string;
  /** The request's own headers and its signal, for streams. */
  request: { headers: Headers; signal: AbortSignal };
}

interface RouteShape<
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  R extends Responses,
> {
  method: Method;
  /** As in OpenAPI: `/api/instances/{id}/backups`. */
  path: `/api/${string}`;
  summary: string;
  tag: string;
  permission: RoutePermission;
  params?: P;
  query?: Q;
  /** An empty request body is parsed as `{}`. */
  body?: B;
  /**
   * Its verb checks a signature over the body as it came, and reads it itself; the schema is for the
   * description alone. Anybody may call it as often as they like: what it refuses is the verb's to log.
   */
  signed?: { schema: z.ZodType; bytesMax: number };
  /**
   * Honours Idempotency-Key: for a POST that creates. `byVerb`: its verb is given the key and does
   * the same key's work once, so that a request that broke off may run again.
   */
  idempotent?: true | "byVerb";
  /** A live update, not an act of a person: does not keep the session alive. */
  background?: true;
  /** Each success status: a schema, a content type for other bodies, or null for none. */
  responses: R;
  handle(input: Input<z.output<P>, z.output<Q>, z.output<B>>): Promise<Result<NoInfer<R>>>;
}

export interface RouteResult {
  status: number;
  headers?: Readonly<Record<string, string>>;
  cookies?: readonly string[];
  body?: unknown;
}

/** A declaration as the wrapper, OpenAPI and the endpoint tests see it. */
export interface Route extends Omit<
  RouteShape<z.ZodType, z.ZodType, z.ZodType, Responses>,
  "handle"
> {
  handle(input: Input<unknown, unknown, unknown>): Promise<RouteResult>;
}

/** One endpoint: validation, OpenAPI and the endpoint tests all come from this. */
export function declareRoute<
  R extends Responses,
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
>(shape: RouteShape<P, Q, B, R>): Route {
  return erase(shape);
}

/** Safe because the wrapper parses params, query and body with this route's own schemas first. */
function erase<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends Responses>(
  shape: RouteShape<P, Q, B, R>,
): Route {
  return shape as unknown as Route;
}
