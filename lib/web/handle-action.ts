import { requirePermission } from "../auth/require-permission";
import type { Context } from "../context";
import { UnauthorizedError } from "../errors";
import type { Runtime } from "../runtime";
import type { ActionSpec } from "./action";
import { requireCsrfToken } from "./csrf";
import { CSRF_HEADER } from "./csrf-names";
import { logRefusedAction } from "./log-refused-action";
import { requireSameOrigin } from "./origin";
import { parseGiven } from "./parse-given";
import { identifyCaller } from "./request-context";
import type { z } from "zod";

export interface ActionRequest {
  headers: Headers;
  requestId: string;
  input: unknown;
  /** Of a form's hidden field; else the header's counts. */
  token?: string | null;
}

/** The whole way of an action: from where, who, from which page, may they, input, verb. Throws. */
export async function handleAction<S extends z.ZodType, R>(
  runtime: Runtime,
  spec: ActionSpec<S, R>,
  request: ActionRequest,
): Promise<R> {
  let ctx: Context | null = null;
  try {
    requireSameOrigin(runtime.config, request.headers);
    const { headers, requestId } = request;
    const caller = await identifyCaller(runtime, { headers, requestId, counts: true });
    ctx = caller.ctx;
    if (spec.permission !== "public" && ctx.actor.type === "anonymous") {
      throw new UnauthorizedError("Your session has ended.");
    }
    const token = headers.get(CSRF_HEADER) ?? request.token ?? null;
    requireCsrfToken(runtime.config, { subject: caller.csrf, token });
    if (spec.permission !== "public" && spec.permission !== "signedIn") {
      requirePermission(ctx, spec.permission);
    }
    return await spec.run(ctx, parseGiven(spec.input, request.input));
  } catch (error) {
    logRefusedAction(runtime, { request, permission: spec.permission, ctx, error });
    throw error;
  }
}
