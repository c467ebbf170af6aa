import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  createAwsWorld,
  saveKeys,
  unlimited,
  WORLD_REGION,
  type AwsWorld,
} from "../../testing/aws-world";
import { ALARM, NAME, TAGS } from "../../testing/scheduling-inputs";

const ALARMS = `<DescribeAlarmsResponse xmlns="http://monitoring.amazonaws.com/doc/2010-08-01/">
<DescribeAlarmsResult><MetricAlarms><member><AlarmName>${NAME}</AlarmName>
<AlarmDescription>A test&apos;s.</AlarmDescription><Namespace>AWS/Lambda</Namespace>
<MetricName>Errors</MetricName><Statistic>Sum</Statistic><Period>300</Period>
<EvaluationPeriods>1</EvaluationPeriods><Threshold>1.0</Threshold><StateValue>OK</StateValue>
<ComparisonOperator>GreaterThanOrEqualToThreshold</ComparisonOperator>
<TreatMissingData>notBreaching</TreatMissingData><ActionsEnabled>false</ActionsEnabled>
<AlarmActions>${ALARM.actions.alarm.map((arn) => `<member>${arn}</member>`).join("")}</AlarmActions>
<Dimensions><member><Name>FunctionName</Name><Value>${NAME}</Value></member></Dimensions>
</member></MetricAlarms></DescribeAlarmsResult></DescribeAlarmsResponse>`;
const DONE = "<PutMetricAlarmResponse><ResponseMetadata/></PutMetricAlarmResponse>";

/** An emulator of CloudWatch as it was before JSON. */
const asked: string[] = [];
const server = http.createServer((request, response) => {
  let body = "";
  request.on("data", (chunk: Buffer) => (body += chunk.toString()));
  request.on("end", () => {
    const action = /^Action=(\w+)/.exec(body)?.[1];
    asked.push(action ?? "unknown");
    response.setHeader("content-type", "text/xml");
    if (action === undefined) response.writeHead(404).end("<html><body>Not found</body></html>");
    else response.end(action === "DescribeAlarms" ? ALARMS : DONE);
  });
});
let world: AwsWorld;

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  world = await createAwsWorld({ endpoint: `http://127.0.0.1:${port}`, budget: unlimited });
});
afterAll(async () => {
  server.close();
  await world.close();
});

test("an emulator that knows CloudWatch's older protocol alone is asked in that one", async () => {
  const credentialId = saveKeys(world, world.key);
  const target = { credentialId, region: WORLD_REGION, purpose: "schedule" } as const;
  const { cloudwatch } = await world.aws.scheduling({ ...target, interactive: true });
  await cloudwatch.putAlarm(ALARM, TAGS);
  expect(await cloudwatch.findAlarm(NAME)).toEqual({ ...ALARM, state: "OK" });
  expect(asked).toEqual(["unknown", "PutMetricAlarm", "DescribeAlarms"]);
});
