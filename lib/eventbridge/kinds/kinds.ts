import type { EventbridgeKind } from "#lib/db/schema/constants";
import type { SpecOf } from "../specs";
import { alarm } from "./alarm";
import { lambdaFunction } from "./function";
import type { ObjectKind } from "./kind";
import { logGroup } from "./log-group";
import { permission } from "./permission";
import { protectTag } from "./protect-tag";
import { role } from "./roles";
import { rule, stateRule } from "./rules";
import { schedule, scheduleGroup } from "./schedules";

export const KINDS: { readonly [Kind in EventbridgeKind]: ObjectKind<SpecOf<Kind>> } = {
  function_role: role,
  scheduler_role: role,
  log_group: logGroup,
  function: lambdaFunction,
  permission,
  alarm,
  state_rule: stateRule,
  schedule_group: scheduleGroup,
  protect_tag: protectTag,
  rule,
  schedule,
  one_time: schedule,
};
