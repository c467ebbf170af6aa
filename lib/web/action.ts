import { headers } from "next/headers";
import { unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import { requirePermission } from "../auth/require-permission";
import type { Context } from "../context";
import { UnauthorizedError } from "../errors";
import { getRuntime } from "../runtime";
import type { ActionResult } from "./action-result";
import type { RoutePermission } from "./declare-route";
import { fromFormData } from "./form-data";
import { requireSameOrigin } from "./origin";
import { identifyCaller, requestIdOf } from "./request-context";
import { toActionError } from "./to-action-error";

export type { ActionError, ActionResult } from "./action-result";

export interface ActionSpec<S extends z.ZodType, R> {
  permission: RoutePermission;
  input: S;
  run(ctx: Context, input: z.output<S>): Promise<R>;
}

/** A server action called as a function: origin, session, permission, parse, run, map. */
export function defineAction<S extends z.ZodType, R>(
  spec: ActionSpec<S, R>,
): (input: z.input<S>) => Promise<ActionResult<R>> {
  return (input) => runAction(spec, input);
}

/**
 * A server action for `useActionState` and plain forms: text fields by name, a repeated name or
 * one ending in `[]` as a list, files ignored. Works without JavaScript.
 */
export function defineFormAction<S extends z.ZodType, R>(
  spec: ActionSpec<S, R>,
): (previous: ActionResult<R> | null, form: FormData) => Promise<ActionResult<R>> {
  return (_previous, form) => runAction(spec, fromFormData(form));
}

async function runAction<S extends z.ZodType, R>(
  spec: ActionSpec<S, R>,
  input: unknown,
): Promise<ActionResult<R>> {
  const runtime = getRuntime();
  const given = new Headers(await headers());
  const requestId = requestIdOf(runtime, given);
  const log = runtime.log.child({ requestId });
  try {
    requireSameOrigin(runtime.config, given);
    const { ctx } = await identifyCaller(runtime, { headers: given, requestId, counts: true });
    if (spec.permission !== "public") {
      if (ctx.actor.type === "anonymous") throw new UnauthorizedError("Your session has ended.");
      if (spec.permission !== "signedIn") requirePermission(ctx, spec.permission);
    }
    return { ok: true, data: await spec.run(ctx, spec.input.parse(input)) };
  } catch (error) {
    unstable_rethrow(error);
    return { ok: false, error: toActionError(error, { requestId, log }) };
  }
}
