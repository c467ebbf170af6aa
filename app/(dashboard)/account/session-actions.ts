"use server";

import { z } from "zod";
import { endOtherSessions, endOwnSession } from "#lib/users/sessions/end-sessions";
import { defineAction } from "#lib/web/action";

export const endSessionAction = defineAction({
  permission: "account.self",
  input: z.object({ sessionId: z.string() }),
  run: endOwnSession,
});

export const endOtherSessionsAction = defineAction({
  permission: "account.self",
  input: z.object({}),
  run: (ctx) => endOtherSessions(ctx),
});
