const CONSOLE_HOSTS: Readonly<Record<string, string>> = {
  aws: "console.aws.amazon.com",
  "aws-cn": "console.amazonaws.cn",
  "aws-us-gov": "console.amazonaws-us-gov.com",
};

/** The image's page in the AWS console, or null for a partition whose console we do not know. */
export function imageConsoleUrl(image: {
  imageId: string;
  region: string;
  partition: string;
}): string | null {
  return ec2Url(image, `ImageDetails:imageId=${encodeURIComponent(image.imageId)}`);
}

/** The same for a snapshot. */
export function snapshotConsoleUrl(snapshot: {
  snapshotId: string;
  region: string;
  partition: string;
}): string | null {
  const id = encodeURIComponent(snapshot.snapshotId);
  return ec2Url(snapshot, `SnapshotDetails:snapshotId=${id}`);
}

/** The same for an instance. */
export function instanceConsoleUrl(instance: {
  instanceId: string;
  region: string;
  partition: string;
}): string | null {
  const id = encodeURIComponent(instance.instanceId);
  return ec2Url(instance, `InstanceDetails:instanceId=${id}`);
}

/** What CloudWatch keeps of a log group. */
export function logConsoleUrl(log: {
  groupName: string;
  region: string;
  partition: string;
}): string | null {
  // The console's own way with a name that has slashes: escaped twice, the second time with dollars.
  const name = encodeURIComponent(encodeURIComponent(log.groupName)).replaceAll("%", "$");
  return consoleUrl(log, "cloudwatch", `logsV2:log-groups/log-group/${name}`);
}

function ec2Url(of: { region: string; partition: string }, page: string): string | null {
  return consoleUrl(of, "ec2", page);
}

/** A page of the console's service; null for a partition whose console we do not know. */
export function consoleUrl(
  of: { region: string; partition: string },
  service: string,
  page: string,
): string | null {
  const host = CONSOLE_HOSTS[of.partition];
  if (host === undefined) return null;
  const region = encodeURIComponent(of.region);
  return `https://${region}.${host}/${service}/home?region=${region}#${page}`;
}

/** Nobody but a person knows where the new instance shall stand. */
export const SUBNET_PLACEHOLDER = "subnet-REPLACE-ME";

const PLAIN_WORD = /^[\w.:/-]+$/;

/** The AWS CLI's line that launches an instance like the one that was backed up. */
export function launchCommand(image: {
  imageId: string;
  region: string;
  instanceType: string | null;
}): string {
  const words = ["--region", image.region, "--image-id", image.imageId];
  if (image.instanceType !== null) words.push("--instance-type", image.instanceType);
  words.push("--subnet-id", SUBNET_PLACEHOLDER);
  return `aws ec2 run-instances ${words.map(quote).join(" ")}`;
}

/** For a POSIX shell. */
function quote(word: string): string {
  return PLAIN_WORD.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
