import type { Route } from "#lib/web/declare-route";
import { liveEvents } from "./events/declaration";
import { getHealth } from "./health/declaration";
import { login } from "./login/declaration";
import { logout } from "./logout/declaration";
import { me } from "./me/declaration";
import { changeMyPassword } from "./me/password/declaration";
import { endMySession } from "./me/session/declaration";
import { describeApi } from "./openapi.json/declaration";
import { getReady } from "./ready/declaration";

export const getOpenApi: Route = describeApi(() => declarations);

/** Every endpoint, in the order of its path; a test compares it with the tree of routes. */
export const declarations: readonly Route[] = [
  liveEvents,
  getHealth,
  login,
  logout,
  me,
  changeMyPassword,
  endMySession,
  getOpenApi,
  getReady,
];
