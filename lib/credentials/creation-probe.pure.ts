import type { DryRunProbe } from "../aws/ec2/ec2";

/** CreateImage as a backup would send it: policies may ask for the owner tag. */
export function creationProbe(of: { instanceId: string; installationId: string }): DryRunProbe {
  const input = {
    instanceId: of.instanceId,
    name: `${of.instanceId}-preflight`,
    description: "",
    noReboot: true,
    tags: { "amivault:owner": of.installationId },
  };
  return { action: "CreateImage", input };
}
