import type { Routes } from "../wire/rest-json";

const CLIENT_TOKEN = { clientToken: "ClientToken" };
const PAGE = { NextToken: "NextToken", MaxResults: "MaxResults" };

export const schedulerRoutes: Routes = {
  CreateSchedule: { method: "POST", path: "/schedules/{Name}" },
  CreateScheduleGroup: { method: "POST", path: "/schedule-groups/{Name}" },
  DeleteSchedule: {
    method: "DELETE",
    path: "/schedules/{Name}",
    query: { groupName: "GroupName", ...CLIENT_TOKEN },
  },
  DeleteScheduleGroup: { method: "DELETE", path: "/schedule-groups/{Name}", query: CLIENT_TOKEN },
  GetSchedule: { method: "GET", path: "/schedules/{Name}", query: { groupName: "GroupName" } },
  GetScheduleGroup: { method: "GET", path: "/schedule-groups/{Name}" },
  ListScheduleGroups: {
    method: "GET",
    path: "/schedule-groups",
    query: { NamePrefix: "NamePrefix", ...PAGE },
  },
  ListSchedules: {
    method: "GET",
    path: "/schedules",
    query: { ScheduleGroup: "GroupName", NamePrefix: "NamePrefix", State: "State", ...PAGE },
  },
  ListTagsForResource: { method: "GET", path: "/tags/{ResourceArn}" },
  TagResource: { method: "POST", path: "/tags/{ResourceArn}" },
  UntagResource: {
    method: "DELETE",
    path: "/tags/{ResourceArn}",
    query: { TagKeys: "TagKeys[]" },
  },
  UpdateSchedule: { method: "PUT", path: "/schedules/{Name}" },
};
