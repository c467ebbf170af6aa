import type { ApiBudget } from "./budget/budget";
import type { Ec2 } from "./ec2/ec2";
import type { Scheduling } from "./scheduling/scheduling";

/** A session policy narrows each purpose to what it needs. */
export type AwsPurpose = "read" | "create" | "tag" | "delete" | "schedule";

export interface AwsTarget {
  /** credentials.id */
  credentialId: string;
  region: string;
  purpose: AwsPurpose;
  /** A person waits for the answer: up to 5 s for a token. Jobs give up at once and come back. */
  interactive?: boolean;
  /** Whoever waits has gone, or waits no longer: nothing more is sent, and what was sent is let go. */
  signal?: AbortSignal;
}

/** Who a credential is, by GetCallerIdentity. */
export interface CallerIdentity {
  accountId: string;
  partition: string;
  arn: string;
}

interface GivenRole {
  kind: "assume_role";
  roleArn: string;
  externalId: string | null;
}

/** All that signs was given: nothing saved, and nothing of the process's own. */
export type WholeCredential =
  | { kind: "access_key"; accessKeyId: string; secretAccessKey: string }
  | { kind: "session"; accessKeyId: string; secretAccessKey: string; sessionToken: string }
  | (GivenRole & { source: GivenKeys });

export interface GivenKeys {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** Keys that are not stored yet. Whose the saved credential is, is for the caller to ask first. */
export type GivenCredential =
  | WholeCredential
  /** Whatever the process itself has: environment, shared files, its machine's or task's role. */
  | { kind: "default_chain" }
  | (GivenRole & { source: { credentialId: string } });

export interface GivenPlace {
  region: string;
  /** The 12 digits that `identify` answered: whose limits the calls draw on. */
  accountId: string;
  /** Narrows assumed roles; `read` unless said. */
  purpose?: AwsPurpose;
}

/** Of Auto Scaling; it launches instances of the image. */
export interface LaunchConfiguration {
  name: string;
  imageId: string;
}

/** The installation's way to AWS. Secrets are opened in client.ts alone. */
export interface Aws {
  readonly budget: ApiBudget;
  ec2(target: AwsTarget): Promise<Ec2>;
  /** Always interactive; nothing of the keys stays once what is answered is let go. */
  ec2With(given: GivenCredential, place: GivenPlace): Promise<Ec2>;
  /** All of the account and region. Throws AwsCallError, as EC2's methods do. */
  launchConfigurations(target: AwsTarget): Promise<LaunchConfiguration[]>;
  /** Always interactive. */
  launchConfigurationsWith(
    given: GivenCredential,
    place: GivenPlace,
  ): Promise<LaunchConfiguration[]>;
  /** What fires backups by itself: for the purpose `schedule`. */
  scheduling(target: AwsTarget): Promise<Scheduling>;
  /** Before it has answered, nobody knows whose limits it draws on: it is counted nowhere. */
  identify(given: GivenCredential, region: string): Promise<CallerIdentity>;
  /** With `signal` it asks no more; a session that it waits for is made all the same, for others. */
  identifySaved(credentialId: string, options?: { signal?: AbortSignal }): Promise<CallerIdentity>;
  /** AWS's clock minus ours, by the last answer's Date header; null before the first. */
  clockOffsetMs(): number | null;
  /** Forget cached sessions and clients of a credential that was changed or deleted. */
  forget(credentialId: string): void;
  close(): Promise<void>;
}
