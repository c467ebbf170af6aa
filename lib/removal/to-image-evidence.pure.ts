import type { LaunchConfiguration } from "../aws/aws";
import type { Ec2Image, Ec2ImageReference } from "../aws/ec2/ec2";
import type { RemovalEvidence } from "../db/schema/removal";
import type { EvidenceAnswer } from "./evidence-answer";
import { checkedLabels, notChecked, type Check, type ImageEvidence } from "./evidence-checks.pure";
import {
  childEvidence,
  configurationEvidence,
  permissionEvidence,
  protectionEvidence,
  referenceEvidence,
} from "./to-evidence.pure";

/** Asked once for all images. */
export interface SharedAnswers {
  configurations: EvidenceAnswer<LaunchConfiguration[]>;
  children: EvidenceAnswer<Ec2Image[]>;
}

export interface EvidenceAnswers extends SharedAnswers {
  references: EvidenceAnswer<Ec2ImageReference[]>;
  /** Whom the image is shared with. */
  shares: EvidenceAnswer<string[]>;
}

const REFERENCE_CHECKS = ["instances", "templates", "parameters", "recipes"] as const;

/** What all the answers say of one image. */
export function toImageEvidence(image: Ec2Image, answers: EvidenceAnswers): ImageEvidence {
  const { imageId } = image;
  const parts = [
    part(answers.references, REFERENCE_CHECKS, (found) =>
      found.filter((one) => one.imageId === imageId).map(referenceEvidence),
    ),
    part(answers.children, ["children"], (found) =>
      found.filter((one) => one.sourceImageId === imageId).map(childEvidence),
    ),
    part(answers.configurations, ["configurations"], (found) =>
      found.filter((one) => one.imageId === imageId).map(({ name }) => configurationEvidence(name)),
    ),
    sharesPart(image, answers.shares),
    { evidence: protectionEvidence(image), checked: checkedLabels(["protection"]) },
  ];
  return {
    evidence: parts.flatMap(({ evidence }) => evidence),
    checked: parts.flatMap(({ checked }) => checked),
  };
}

function part<T>(
  answer: EvidenceAnswer<T>,
  checks: readonly Check[],
  read: (found: T) => RemovalEvidence[],
): ImageEvidence {
  return "found" in answer
    ? { evidence: read(answer.found), checked: checkedLabels(checks) }
    : { evidence: [], checked: checks.map((check) => notChecked(check, answer.why)) };
}

/** That it is public stands in the image itself, whether or not its permissions may be read. */
function sharesPart(image: Ec2Image, shares: EvidenceAnswers["shares"]): ImageEvidence {
  const everyone = permissionEvidence("all");
  const known = part(shares, ["permissions"], toShares);
  const named = known.evidence.some(({ id }) => id === everyone.id);
  return image.isPublic && !named ? { ...known, evidence: [everyone, ...known.evidence] } : known;
}

const toShares = (holders: string[]): RemovalEvidence[] => holders.map(permissionEvidence);
