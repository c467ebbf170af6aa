import type { Route } from "#lib/web/declare-route";
import { acknowledgeOneAlert, getOneAlert } from "./alerts/[id]/declaration";
import { acknowledgeManyAlerts } from "./alerts/bulk/acknowledge/declaration";
import { listAllAlerts } from "./alerts/declaration";
import { listAllAmis } from "./amis/declaration";
import { AUDIT_ROUTES } from "./audit/audit-routes";
import {
  deleteAwsCredential,
  getAwsCredential,
  updateAwsCredential,
} from "./aws-credentials/[id]/declaration";
import { validateAwsCredential } from "./aws-credentials/[id]/validate/declaration";
import { addAwsCredential, listAwsCredentials } from "./aws-credentials/declaration";
import { getAwsRoleTemplate } from "./aws-credentials/template/declaration";
import { getBackupSettings, updateBackupSettings } from "./backup-settings/declaration";
import {
  deleteOneBackupByOldPath,
  getOneBackupByOldPath,
  updateOneBackupByOldPath,
} from "./backup/[id]/declaration";
import { reportFromFunction } from "./backup-callback/declaration";
import { listHeatMap } from "./backup-days/declaration";
import { listAuditOfBackup } from "./backups/[id]/audit/declaration";
import { deleteOneBackup, getOneBackup, updateOneBackup } from "./backups/[id]/declaration";
import { previewOneRemoval } from "./backups/[id]/removal-preview/declaration";
import { deleteOneBackupOnce } from "./backups/[id]/removal/declaration";
import { listAllBackups } from "./backups/declaration";
import { exportAllBackups } from "./backups/export/declaration";
import { holdManyBackups } from "./backups/holds/declaration";
import { listBackupOptions } from "./backups/options/declaration";
import { tagManyBackups } from "./backups/tags/declaration";
import { deleteOneChannel, getOneChannel, updateOneChannel } from "./channels/[id]/declaration";
import { listDeliveriesOfChannel } from "./channels/[id]/deliveries/declaration";
import { testOneChannel } from "./channels/[id]/test/declaration";
import { addChannel, listAllChannels } from "./channels/declaration";
import { listAllDiscovered } from "./discovery/declaration";
import { ignoreManyDiscovered } from "./discovery/ignore/declaration";
import { protectManyDiscovered } from "./discovery/protect/declaration";
import { deleteOneRule, getOneRule, updateOneRule } from "./discovery/rules/[id]/declaration";
import { addRule, listAllRules } from "./discovery/rules/declaration";
import { previewOneRule } from "./discovery/rules/preview/declaration";
import { getOneDiscoveryRun } from "./discovery/runs/[id]/declaration";
import { discoverNow, listAllDiscoveryRuns } from "./discovery/runs/declaration";
import { listDiscoveredTags } from "./discovery/tags/declaration";
import { liveEvents } from "./events/declaration";
import { getPlaceOfEventbridge } from "./eventbridge/[id]/declaration";
import { forgetPlaceOfEventbridge } from "./eventbridge/[id]/forget/declaration";
import { rotateKeyOfEventbridge } from "./eventbridge/[id]/rotate-key/declaration";
import { leaveObjectOfEventbridge } from "./eventbridge/[id]/leave/declaration";
import { refreshPlaceOfEventbridge } from "./eventbridge/[id]/refresh/declaration";
import { repairPlaceOfEventbridge } from "./eventbridge/[id]/repair/declaration";
import { listPlacesOfEventbridge } from "./eventbridge/declaration";
import { getOneFinding, repairOneFinding } from "./findings/[id]/declaration";
import { listAllFindings, repairManyFindings } from "./findings/declaration";
import {
  deleteOneExclusionWindow,
  getOneExclusionWindow,
  updateOneExclusionWindow,
} from "./exclusion-windows/[id]/declaration";
import { addExclusionWindow, listAllExclusionWindows } from "./exclusion-windows/declaration";
import { summarizeFleet } from "./fleet-summary/declaration";
import { getHealth } from "./health/declaration";
import { startInstanceBackup } from "./instances/[id]/backups/declaration";
import {
  getProtectedInstance,
  removeProtectedInstance,
  updateProtectedInstance,
} from "./instances/[id]/declaration";
import { getFiringOfInstance } from "./instances/[id]/firing/declaration";
import { getOneInstanceHistory } from "./instances/[id]/history/declaration";
import {
  getOneInstanceRetention,
  setInstanceRetention,
} from "./instances/[id]/retention/declaration";
import { getInstanceRetentionHistory } from "./instances/[id]/retention-history/declaration";
import { validateProtectedInstance } from "./instances/[id]/validate/declaration";
import { backUpManyInstances } from "./instances/bulk/backups/declaration";
import { pauseManyInstances } from "./instances/bulk/pause/declaration";
import { setPolicyOfManyInstances } from "./instances/bulk/policy/declaration";
import { planRemovalOfManyInstances } from "./instances/bulk/removal-plans/declaration";
import { removeManyInstances } from "./instances/bulk/remove/declaration";
import { resumeManyInstances } from "./instances/bulk/resume/declaration";
import { rescheduleManyInstances } from "./instances/bulk/schedules/declaration";
import { chooseSchedulerOfManyInstances } from "./instances/bulk/scheduler/declaration";
import { validateManyInstances } from "./instances/bulk/validate/declaration";
import { checkInstanceFirst } from "./instances/check/declaration";
import { listProtectedInstances, protectInstance } from "./instances/declaration";
import { exportProtectedInstances } from "./instances/export/declaration";
import { getProtectedInstanceFacets } from "./instances/facets/declaration";
import { listProtectedInstanceIds } from "./instances/ids/declaration";
import { suggestProtectedInstances } from "./instances/suggestions/declaration";
import { login } from "./login/declaration";
import { logout } from "./logout/declaration";
import { myDeclarations } from "./me/declarations";
import { describeApi } from "./openapi.json/declaration";
import { assignOnePolicy } from "./policies/[id]/instances/declaration";
import { deleteOnePolicy, getOnePolicy, updateOnePolicy } from "./policies/[id]/declaration";
import { previewOnePolicy } from "./policies/[id]/preview/declaration";
import { addPolicy, listAllPolicies } from "./policies/declaration";
import { compareTwoPolicies } from "./policies/compare/declaration";
import { previewUnsavedPolicy } from "./policies/preview/declaration";
import { applyOnePlan } from "./plans/[id]/apply/declaration";
import { cancelOnePlan } from "./plans/[id]/cancel/declaration";
import { leaveItemsOutOfPlan } from "./plans/[id]/leave-out/declaration";
import { getOnePlan } from "./plans/[id]/declaration";
import { listAllPlans, requestOnePlan } from "./plans/declaration";
import { getReady } from "./ready/declaration";
import { listReconciledPlaces, reconcileNow } from "./reconcile/declaration";
import { confirmAccountRetention } from "./retention/accounts/[id]/confirm/declaration";
import { listLatestEvents } from "./recent-events/declaration";
import { listAccountsOfRetention } from "./retention/accounts/declaration";
import { deleteOneSchedule, getOneSchedule, updateOneSchedule } from "./schedules/[id]/declaration";
import { listRunsOfSchedule } from "./schedules/[id]/runs/declaration";
import { addSchedule, listAllSchedules } from "./schedules/declaration";
import { listNextScheduledRuns } from "./schedules/next-runs/declaration";
import { listOverdueInstances } from "./schedules/overdue/declaration";
import { previewOneSchedule } from "./schedules/preview/declaration";
import { getNextDay } from "./schedules/upcoming/declaration";
import { getSecuritySettings, updateSecuritySettings } from "./security-settings/declaration";
import { getStoredSize } from "./storage/declaration";
import { endOneOfMySessions } from "./sessions/[id]/declaration";
import { endMyOtherSessions, listMySessions } from "./sessions/declaration";
import { revokeOneOfMyTokens } from "./tokens/[id]/declaration";
import { addToken, listMyTokens } from "./tokens/declaration";
import { checkAllSchedules, refreshAllSchedules } from "./schedules/refresh/declaration";

import { searchQuickly } from "./search/declaration";
import { activateOneUser } from "./users/[id]/activate/declaration";
import { deactivateOneUser } from "./users/[id]/deactivate/declaration";
import { deleteOneUser, getOneUser, updateOneUser } from "./users/[id]/declaration";
import { renewLinkOfUser, revokeLinkOfUser } from "./users/[id]/link/declaration";
import { resetPasswordOfUser } from "./users/[id]/reset/declaration";
import { resetSecondFactorOfUser } from "./users/[id]/second-factor/declaration";
import { addUser, listAllUsers } from "./users/declaration";
import { endOneSessionOfUser } from "./users/[id]/sessions/[sessionId]/declaration";
import { endAllSessionsOfUser, listSessionsOfUser } from "./users/[id]/sessions/declaration";
import { revokeOneTokenOfUser } from "./users/[id]/tokens/[tokenId]/declaration";
import { listTokensOfUser } from "./users/[id]/tokens/declaration";

export const getOpenApi: Route = describeApi(() => declarations);

/** Every endpoint, in the order of its path; a test compares it with the tree of routes. */
export const declarations: readonly Route[] = [
  listAllAlerts,
  acknowledgeManyAlerts,
  getOneAlert,
  acknowledgeOneAlert,
  listAllAmis,
  listAwsCredentials,
  addAwsCredential,
  getAwsCredential,
  updateAwsCredential,
  deleteAwsCredential,
  validateAwsCredential,
  getAwsRoleTemplate,
  getOneBackupByOldPath,
  updateOneBackupByOldPath,
  deleteOneBackupByOldPath,
  reportFromFunction,
  listHeatMap,
  getBackupSettings,
  updateBackupSettings,
  listAllBackups,
  exportAllBackups,
  holdManyBackups,
  listBackupOptions,
  tagManyBackups,
  getOneBackup,
  updateOneBackup,
  deleteOneBackup,
  listAuditOfBackup,
  deleteOneBackupOnce,
  previewOneRemoval,
  listAllChannels,
  addChannel,
  getOneChannel,
  updateOneChannel,
  deleteOneChannel,
  testOneChannel,
  listDeliveriesOfChannel,
  listAllDiscovered,
  listAllDiscoveryRuns,
  discoverNow,
  getOneDiscoveryRun,
  protectManyDiscovered,
  ignoreManyDiscovered,
  listAllRules,
  addRule,
  previewOneRule,
  getOneRule,
  updateOneRule,
  deleteOneRule,
  listDiscoveredTags,
  listPlacesOfEventbridge,
  getPlaceOfEventbridge,
  forgetPlaceOfEventbridge,
  rotateKeyOfEventbridge,
  leaveObjectOfEventbridge,
  refreshPlaceOfEventbridge,
  repairPlaceOfEventbridge,
  liveEvents,
  listAllFindings,
  repairManyFindings,
  getOneFinding,
  repairOneFinding,
  listAllExclusionWindows,
  addExclusionWindow,
  getOneExclusionWindow,
  updateOneExclusionWindow,
  deleteOneExclusionWindow,
  summarizeFleet,
  getHealth,
  listProtectedInstances,
  protectInstance,
  backUpManyInstances,
  pauseManyInstances,
  setPolicyOfManyInstances,
  planRemovalOfManyInstances,
  removeManyInstances,
  resumeManyInstances,
  chooseSchedulerOfManyInstances,
  rescheduleManyInstances,
  validateManyInstances,
  checkInstanceFirst,
  exportProtectedInstances,
  getProtectedInstanceFacets,
  listProtectedInstanceIds,
  suggestProtectedInstances,
  getProtectedInstance,
  updateProtectedInstance,
  removeProtectedInstance,
  startInstanceBackup,
  getFiringOfInstance,
  getOneInstanceHistory,
  getOneInstanceRetention,
  setInstanceRetention,
  getInstanceRetentionHistory,
  validateProtectedInstance,
  login,
  logout,
  ...myDeclarations,
  getOpenApi,
  listAllPolicies,
  addPolicy,
  getOnePolicy,
  updateOnePolicy,
  deleteOnePolicy,
  assignOnePolicy,
  previewOnePolicy,
  previewUnsavedPolicy,
  compareTwoPolicies,
  listAllPlans,
  requestOnePlan,
  getOnePlan,
  applyOnePlan,
  cancelOnePlan,
  leaveItemsOutOfPlan,
  getReady,
  listLatestEvents,
  listReconciledPlaces,
  reconcileNow,
  listAccountsOfRetention,
  confirmAccountRetention,
  listAllSchedules,
  addSchedule,
  getOneSchedule,
  updateOneSchedule,
  deleteOneSchedule,
  listNextScheduledRuns,
  listRunsOfSchedule,
  listOverdueInstances,
  checkAllSchedules,
  refreshAllSchedules,
  previewOneSchedule,
  getNextDay,
  getSecuritySettings,
  updateSecuritySettings,
  getStoredSize,
  searchQuickly,
  listMySessions,
  endMyOtherSessions,
  endOneOfMySessions,
  listMyTokens,
  addToken,
  revokeOneOfMyTokens,
  listAllUsers,
  addUser,
  getOneUser,
  updateOneUser,
  deleteOneUser,
  activateOneUser,
  deactivateOneUser,
  resetPasswordOfUser,
  renewLinkOfUser,
  revokeLinkOfUser,
  listSessionsOfUser,
  endAllSessionsOfUser,
  endOneSessionOfUser,
  listTokensOfUser,
  revokeOneTokenOfUser,
  resetSecondFactorOfUser,
  ...AUDIT_ROUTES,
];
