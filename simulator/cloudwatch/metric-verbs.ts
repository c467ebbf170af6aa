import { AwsError } from "../core/errors";
import { authorize, type Operation } from "../core/operation";
import type { Input } from "../wire/input";
import { addPoint, buckets, one, STATISTICS, valueOf, type Stat } from "./metrics";
import {
  invalidValue,
  readChoice,
  readDimensions,
  readMetric,
  readPeriod,
  readSpan,
  readStatistic,
} from "./read-metric";

const DATAPOINTS_MAX = 1440;
const QUERIES_MAX = 500;

export const putMetricData: Operation<Input> = {
  bucket: "none",
  run: (call) => {
    const { params, here, now } = call;
    const namespace = params.required("Namespace");
    if (namespace.startsWith("AWS/")) {
      throw invalidValue("The namespace AWS/ is reserved for AWS's own metrics.");
    }
    const data = params.structures("MetricData").map((datum) => ({
      metric: {
        namespace,
        name: datum.required("MetricName"),
        dimensions: readDimensions(datum),
      },
      at: datum.instant("Timestamp") ?? now,
      stat: readStat(datum),
    }));
    authorize(call, "*", { keys: { "cloudwatch:namespace": namespace } });
    for (const point of data) addPoint({ metrics: here.cloudwatch.metrics, ...point });
    return {};
  },
};

function readStat(datum: Input): Stat {
  const given = datum.structure("StatisticValues");
  if (given === undefined) return one(datum.number("Value") ?? 0);
  return {
    sum: given.number("Sum") ?? 0,
    count: given.number("SampleCount") ?? 0,
    min: given.number("Minimum") ?? 0,
    max: given.number("Maximum") ?? 0,
  };
}

export const getMetricStatistics: Operation<Input> = {
  bucket: "none",
  run: (call) => {
    const { params, here } = call;
    const metric = readMetric(params);
    const { from, to } = readSpan(params);
    const periodMs = readPeriod({ params }) * 1000;
    const statistics = params
      .list("Statistics")
      .map((value) => readChoice({ params, name: "Statistics", value, choices: STATISTICS }));
    const points = Math.ceil((to - from) / periodMs);
    if (points > DATAPOINTS_MAX) {
      throw new AwsError(
        "InvalidParameterCombinationException",
        `You have requested up to ${points} datapoints, which exceeds the limit of ${DATAPOINTS_MAX}. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
      );
    }
    authorize(call, "*");
    const found = buckets({ metrics: here.cloudwatch.metrics, metric, from, to, periodMs });
    return {
      Label: metric.name,
      Datapoints: found.map(({ at, stat }) => ({
        Timestamp: new Date(at),
        ...Object.fromEntries(statistics.map((name) => [name, valueOf({ stat, statistic: name })])),
        Unit: "Count",
      })),
    };
  },
};

export const getMetricData: Operation<Input> = {
  bucket: "none",
  run: (call) => {
    const { params, here } = call;
    const { from, to } = readSpan(params);
    const isAscending = params.text("ScanBy") === "TimestampAscending";
    const queries = params.structures("MetricDataQueries");
    if (queries.length === 0 || queries.length > QUERIES_MAX) {
      throw params.invalid("MetricDataQueries", `have length from 1 to ${QUERIES_MAX}`);
    }
    const asked = queries.map((query) => {
      const stat = query.structure("MetricStat");
      const metric = stat?.structure("Metric");
      if (stat === undefined || metric === undefined) {
        throw new AwsError("ValidationException", "The simulator knows no expressions.");
      }
      return {
        id: query.required("Id"),
        label: query.text("Label"),
        isReturned: query.flag("ReturnData") ?? true,
        metric: readMetric(metric),
        periodMs: readPeriod({ params: stat }) * 1000,
        statistic: readStatistic({ params: stat, name: "Stat" }),
      };
    });
    authorize(call, "*");
    return {
      MetricDataResults: asked
        .filter(({ isReturned }) => isReturned)
        .map(({ id, label, metric, periodMs, statistic }) => {
          // A period begins at a multiple of itself.
          const start = Math.floor(from / periodMs) * periodMs;
          const { metrics } = here.cloudwatch;
          const ascending = buckets({ metrics, metric, from: start, to, periodMs });
          const found = isAscending ? ascending : ascending.toReversed();
          return {
            Id: id,
            Label: label ?? metric.name,
            Timestamps: found.map(({ at }) => new Date(at)),
            Values: found.map(({ stat }) => valueOf({ stat, statistic })),
            StatusCode: "Complete",
          };
        }),
      Messages: [],
    };
  },
};
