export type RegionStatus = "opt-in-not-required" | "opted-in" | "not-opted-in";

const DEFAULT_ON = [
  "us-east-1",
  "us-east-2",
  "us-west-1",
  "us-west-2",
  "ca-central-1",
  "sa-east-1",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "eu-central-1",
  "eu-north-1",
  "ap-south-1",
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-northeast-3",
  "ap-southeast-1",
  "ap-southeast-2",
] as const;

const OPT_IN = [
  "af-south-1",
  "ap-east-1",
  "ap-south-2",
  "ap-southeast-3",
  "ap-southeast-4",
  "ap-southeast-5",
  "ca-west-1",
  "eu-central-2",
  "eu-south-1",
  "eu-south-2",
  "il-central-1",
  "me-central-1",
  "me-south-1",
  "mx-central-1",
] as const;

export const REGIONS: ReadonlyMap<string, RegionStatus> = new Map<string, RegionStatus>([
  ...DEFAULT_ON.map((name): [string, RegionStatus] => [name, "opt-in-not-required"]),
  ...OPT_IN.map((name): [string, RegionStatus] => [name, "not-opted-in"]),
]);
