import { headers } from "next/headers";
import { unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import { traceAwsRequests } from "../aws/request-trace";
import type { Context } from "../context";
import { getRuntime } from "../runtime";
import type { ActionResult } from "./action-result";
import { CSRF_FIELD } from "./csrf-names";
import type { RoutePermission } from "./declare-route";
import { fromFormData } from "./form-data";
import { handleAction } from "./handle-action";
import { requestIdOf } from "./request-context";
import { toActionError } from "./to-action-error";

export type { ActionError, ActionResult } from "./action-result";

export interface ActionSpec<S extends z.ZodType, R> {
  permission: RoutePermission;
  input: S;
  run(ctx: Context, input: z.output<S>): Promise<R>;
}

/** What stands behind an action; the tests of the whole surface read it. */
interface WithSpec<S extends z.ZodType, R> {
  spec?: ActionSpec<S, R>;
}

/** A server action called as a function: origin, session, token, permission, parse, run, map. */
export function defineAction<S extends z.ZodType, R>(
  spec: ActionSpec<S, R>,
): ((input: z.input<S>) => Promise<ActionResult<R>>) & WithSpec<S, R> {
  return Object.assign((input: z.input<S>) => runAction(spec, { input }), { spec });
}

/**
 * A server action for `useActionState` and plain forms: text fields by name, a repeated name or
 * one ending in `[]` as a list, files ignored. Works without JavaScript, with `<CsrfField>` in it.
 */
export function defineFormAction<S extends z.ZodType, R>(
  spec: ActionSpec<S, R>,
): ((previous: ActionResult<R> | null, form: FormData) => Promise<ActionResult<R>>) &
  WithSpec<S, R> {
  const action = (_previous: ActionResult<R> | null, form: FormData) => {
    const fields = form instanceof FormData ? fromFormData(form) : {};
    const { [CSRF_FIELD]: token, ...input } = fields;
    return runAction(spec, { input, token: typeof token === "string" ? token : null });
  };
  return Object.assign(action, { spec });
}

async function runAction<S extends z.ZodType, R>(
  spec: ActionSpec<S, R>,
  given: { input: unknown; token?: string | null },
): Promise<ActionResult<R>> {
  const runtime = getRuntime();
  const sent = new Headers(await headers());
  const requestId = requestIdOf(runtime, sent);
  const log = runtime.log.child({ requestId });
  try {
    const asked = { ...given, headers: sent, requestId };
    const data = await traceAwsRequests(() => handleAction(runtime, spec, asked));
    return { ok: true, data };
  } catch (error) {
    unstable_rethrow(error);
    return { ok: false, error: toActionError(error, { requestId, log }) };
  }
}
