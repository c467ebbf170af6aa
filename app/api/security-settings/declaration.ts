import {
  SecurityDto,
  UpdateSecurityInput,
  getSecurity,
  updateSecurity,
} from "#lib/settings/security";
import { declareRoute } from "#lib/web/declare-route";

const path = "/api/security-settings";
const tag = "Settings";

export const getSecuritySettings = declareRoute({
  method: "GET",
  path,
  summary: "Which roles need a second factor, and how long sessions last",
  tag,
  permission: "settings.read",
  responses: { 200: SecurityDto },
  handle: async ({ ctx }) => ({ status: 200, body: await getSecurity(ctx) }),
});

export const updateSecuritySettings = declareRoute({
  method: "PATCH",
  path,
  summary: "Change them; whoever owes a second factor may then do nothing but set it up",
  tag,
  permission: "security.write",
  body: UpdateSecurityInput,
  responses: { 200: SecurityDto },
  handle: async ({ ctx, body }) => ({ status: 200, body: await updateSecurity(ctx, body) }),
});
