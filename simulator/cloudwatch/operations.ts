import type { Operations } from "../core/operation";
import type { Input } from "../wire/input";
import { deleteAlarms, describeAlarms, listTagsForResource, putMetricAlarm } from "./alarm-verbs";
import { getMetricData, getMetricStatistics, putMetricData } from "./metric-verbs";

export const cloudwatchOperations: Operations<Input> = {
  DeleteAlarms: deleteAlarms,
  DescribeAlarms: describeAlarms,
  GetMetricData: getMetricData,
  GetMetricStatistics: getMetricStatistics,
  ListTagsForResource: listTagsForResource,
  PutMetricAlarm: putMetricAlarm,
  PutMetricData: putMetricData,
};
