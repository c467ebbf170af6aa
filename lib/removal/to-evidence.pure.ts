import type { Ec2Image, Ec2ImageReference } from "../aws/ec2/ec2";
import type { RemovalEvidence } from "../db/schema/removal";
import type { EvidenceKind } from "./evidence-checks.pure";

const KIND_OF_TYPE: Readonly<Record<string, EvidenceKind>> = {
  "ec2:Instance": "instance",
  "ec2:LaunchTemplate": "launch_template",
  "ssm:Parameter": "ssm_parameter",
  "imagebuilder:ImageRecipe": "image_recipe",
  "imagebuilder:ContainerRecipe": "container_recipe",
};

/** A type that this version does not know is a reference all the same. */
export function referenceEvidence({ resourceType, arn }: Ec2ImageReference): RemovalEvidence {
  const kind = KIND_OF_TYPE[resourceType] ?? "other";
  return { kind, id: shortName(kind, arn), detail: arn };
}

function shortName(kind: EvidenceKind, arn: string): string {
  const resource = arn.split(":").slice(5).join(":");
  const name = resource.slice(resource.indexOf("/") + 1);
  if (name === "" || kind === "other") return arn;
  return name;
}

export function childEvidence({ imageId, name }: Ec2Image): RemovalEvidence {
  return { kind: "child_image", id: imageId, ...(name === "" ? {} : { detail: name }) };
}

export function permissionEvidence(holder: string): RemovalEvidence {
  return { kind: "launch_permission", id: holder === "all" ? "everyone" : holder };
}

export function configurationEvidence(name: string): RemovalEvidence {
  return { kind: "launch_configuration", id: name };
}

/** AWS says `disabled`, or nothing, where there is none. */
export function protectionEvidence({ deregistrationProtection }: Ec2Image): RemovalEvidence[] {
  const word = deregistrationProtection;
  if (word === null || word === "disabled") return [];
  return [{ kind: "deregistration_protection", id: word }];
}
