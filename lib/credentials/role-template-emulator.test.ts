import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import {
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  CreateRoleCommand,
} from "@aws-sdk/client-iam";
import { describe, expect, it, beforeAll, afterAll } from "vitest";
import { createAwsWorld, WORLD_REGION, type AwsWorld } from "../testing/aws-world";
import {
  EMULATOR,
  hasEmulator,
  startEmulator,
  type RunningEmulator,
} from "../testing/independent-emulator";
import { featurePolicy } from "./feature-policy.pure";
import { FEATURES } from "./features.pure";
import { roleTemplate } from "./role-template.pure";
import { toYaml } from "./to-yaml.pure";
import { roleTrust } from "./role-trust.pure";

const run = promisify(execFile);
const KEYS = { accessKeyId: "testing", secretAccessKey: "testing" };
const scope = { partition: "aws", installationId: "amivault-test" };
const externalId = "amivault-external";

describe("the role's trust", () => {
  let world: AwsWorld;
  beforeAll(async () => {
    world = await createAwsWorld();
  });
  afterAll(() => world.close());

  it("lets its identity in with the external id, and nobody else or without it", async () => {
    const { key, account, sim } = world;
    const away = await sim.control.createAccount({ name: "away" });
    const [awayKey] = away.keys;
    if (!awayKey) throw new Error("An account of the simulator has a key.");
    const { arn: callerArn } = await world.aws.identify(world.given, WORLD_REGION);
    const assumer = { partition: "aws", accountId: account.accountId, callerArn };
    const iam = iamOf(sim.url, awayKey);
    const trust = JSON.stringify(roleTrust({ assumer, externalId }));
    const made = await iam.send(
      new CreateRoleCommand({ RoleName: "AmiVault", AssumeRolePolicyDocument: trust }),
    );
    const role = { kind: "assume_role", roleArn: made.Role?.Arn ?? "", source: key } as const;
    const identify = (over: object) =>
      world.aws.identify({ ...role, externalId, ...over }, WORLD_REGION);
    expect((await identify({})).accountId).toBe(away.accountId);
    const refused = { outcome: "refused", awsCode: "AccessDenied" };
    await expect(identify({ externalId: "another" })).rejects.toMatchObject(refused);
    await expect(identify({ externalId: null })).rejects.toMatchObject(refused);
    const other = await sim.control.createAccount({ name: "other" });
    await expect(identify({ source: other.keys[0] })).rejects.toMatchObject(refused);
  });
});

describe.skipIf(!hasEmulator())(`the template in ${EMULATOR}, if it is installed`, () => {
  let server: RunningEmulator;
  let world: AwsWorld;
  beforeAll(async () => {
    server = await startEmulator();
    world = await createAwsWorld({ endpoint: server.endpoint });
  }, 60_000);
  afterAll(async () => {
    await server.close();
    await world.close();
  });

  it("makes a role that is assumed, with the trust and the policy that we print", async () => {
    const assumer = { partition: "aws", accountId: "123456789012", callerArn: null };
    const template = roleTemplate({ ...scope, features: FEATURES, externalId, assumer });
    const { RoleArn, ExternalId } = await deploy(server.endpoint, toYaml(template));
    expect(ExternalId).toBe(externalId);
    const source = {
      kind: "assume_role",
      roleArn: RoleArn ?? "",
      externalId,
      source: KEYS,
    } as const;
    const { arn } = await world.aws.identify(source, WORLD_REGION);
    expect(arn).toContain(":assumed-role/AmiVault/");
    const iam = iamOf(server.endpoint, KEYS);
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: "AmiVault" }));
    expect(toDocument(Role?.AssumeRolePolicyDocument)).toEqual(roleTrust({ assumer, externalId }));
    const { PolicyDocument } = await iam.send(
      new GetRolePolicyCommand({ RoleName: "AmiVault", PolicyName: "amivault" }),
    );
    expect(toDocument(PolicyDocument)).toEqual(featurePolicy(scope, FEATURES));
  }, 60_000);
});

function iamOf(endpoint: string, credentials: { accessKeyId: string; secretAccessKey: string }) {
  return new IAMClient({ endpoint, region: WORLD_REGION, credentials });
}

/** This emulator writes a stack's documents with Python's quotes; ours have no other apostrophe. */
function toDocument(text = ""): unknown {
  return JSON.parse(decodeURIComponent(text).replaceAll("'", '"'));
}

/** As a person would, with AWS's own command line. */
async function deploy(endpoint: string, template: string): Promise<Record<string, string>> {
  const folder = mkdtempSync(path.join(tmpdir(), "amivault-role-"));
  const file = path.join(folder, "amivault-role.yaml");
  writeFileSync(file, template);
  const aws = (...args: string[]) =>
    run("aws", ["--endpoint-url", endpoint, "--output", "json", "cloudformation", ...args], {
      env: {
        ...process.env,
        AWS_ACCESS_KEY_ID: KEYS.accessKeyId,
        AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey,
        AWS_DEFAULT_REGION: WORLD_REGION,
      },
    });
  try {
    const named = ["--stack-name", "amivault"];
    await aws("validate-template", "--template-body", `file://${file}`);
    await aws(
      "create-stack",
      ...named,
      "--template-body",
      `file://${file}`,
      "--capabilities",
      "CAPABILITY_NAMED_IAM",
    );
    await aws("wait", "stack-create-complete", ...named);
    const { stdout } = await aws("describe-stacks", ...named);
    const [stack] = JSON.parse(stdout).Stacks;
    return Object.fromEntries(
      stack.Outputs.map((one: Record<string, string>) => [one["OutputKey"], one["OutputValue"]]),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
