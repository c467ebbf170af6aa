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
  const host = CONSOLE_HOSTS[image.partition];
  if (host === undefined) return null;
  const region = encodeURIComponent(image.region);
  const imageId = encodeURIComponent(image.imageId);
  return `https://${region}.${host}/ec2/home?region=${region}#ImageDetails:imageId=${imageId}`;
}

const PLAIN_WORD = /^[\w.:/-]+$/;

/** The AWS CLI's line that launches an instance like the one that was backed up. */
export function launchCommand(image: {
  imageId: string;
  region: string;
  instanceType: string | null;
}): string {
  const words = ["--region", image.region, "--image-id", image.imageId];
  if (image.instanceType !== null) words.push("--instance-type", image.instanceType);
  return `aws ec2 run-instances ${words.map(quote).join(" ")}`;
}

/** For a POSIX shell. */
function quote(word: string): string {
  return PLAIN_WORD.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
