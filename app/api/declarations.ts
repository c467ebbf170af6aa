import type { Route } from "#lib/web/declare-route";
import { listAllAmis } from "./amis/declaration";
import { getOneBackupByOldPath, updateOneBackupByOldPath } from "./backup/[id]/declaration";
import { getOneBackup, updateOneBackup } from "./backups/[id]/declaration";
import { listAllBackups } from "./backups/declaration";
import { liveEvents } from "./events/declaration";
import { getHealth } from "./health/declaration";
import { startInstanceBackup } from "./instances/[id]/backups/declaration";
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
  listAllAmis,
  getOneBackupByOldPath,
  updateOneBackupByOldPath,
  listAllBackups,
  getOneBackup,
  updateOneBackup,
  liveEvents,
  getHealth,
  startInstanceBackup,
  login,
  logout,
  me,
  changeMyPassword,
  endMySession,
  getOpenApi,
  getReady,
];
