import type { EvidenceKind } from "./evidence-checks.pure";

interface EvidenceWords {
  /** Before the id. */
  name: string;
  /** What the removal would mean for it. */
  meaning: string;
  /** AWS's word for a state, not the id of a thing. */
  idInBrackets?: boolean;
}

export const EVIDENCE_WORDS: Readonly<Record<EvidenceKind, EvidenceWords>> = {
  instance: {
    name: "Instance",
    meaning: "was launched from the image; it goes on, but cannot be launched again from it",
  },
  launch_template: {
    name: "Launch template",
    meaning: "names the image in one of its versions; launches from that version would fail",
  },
  launch_configuration: {
    name: "Launch configuration",
    meaning: "names the image; an Auto Scaling group that uses it could not launch instances",
  },
  ssm_parameter: {
    name: "SSM parameter",
    meaning: "has the image as its value; what reads it would not find the image",
  },
  image_recipe: {
    name: "Image recipe",
    meaning: "starts from the image; its next build would fail",
  },
  container_recipe: {
    name: "Container recipe",
    meaning: "builds on an instance of the image; its next build would fail",
  },
  child_image: {
    name: "Image",
    meaning: "was made from an instance of the image, or copied from it; it stays usable",
  },
  launch_permission: {
    name: "The launch permission for",
    meaning: "is set; whether the image is launched there is not visible from this account",
  },
  deregistration_protection: {
    name: "Deregistration protection",
    meaning: "is on; AWS refuses the removal until it is taken away",
    idInBrackets: true,
  },
  other: { name: "Reference", meaning: "names the image" },
};

export function isEvidenceKind(kind: string): kind is EvidenceKind {
  return Object.hasOwn(EVIDENCE_WORDS, kind);
}

/** `Launch template lt-0123 names the image …`; a kind from another version is a reference. */
export function describeEvidence(evidence: { kind: string; id: string }): string {
  const words = EVIDENCE_WORDS[isEvidenceKind(evidence.kind) ? evidence.kind : "other"];
  const id = words.idInBrackets === true ? `(${evidence.id})` : evidence.id;
  return `${words.name} ${id} ${words.meaning}.`;
}
