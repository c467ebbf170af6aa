import type { Operations } from "../core/operation";
import { createImage } from "./create-image";
import { createTags } from "./create-tags";
import { deleteSnapshot } from "./delete-snapshot";
import { deleteTags } from "./delete-tags";
import { deregisterImage } from "./deregister-image";
import {
  disableImageDeregistrationProtection,
  enableImageDeregistrationProtection,
} from "./deregistration-protection";
import { describeImageAttribute } from "./describe-image-attribute";
import { describeImageReferences } from "./describe-image-references";
import { describeImages } from "./describe-images";
import { describeInstances } from "./describe-instances";
import { describeRegions } from "./describe-regions";
import { describeSnapshots } from "./describe-snapshots";
import { describeTags } from "./describe-tags";
import { describeVolumes } from "./describe-volumes";

export const ec2Operations: Operations = {
  CreateImage: createImage,
  CreateTags: createTags,
  DeleteSnapshot: deleteSnapshot,
  DeleteTags: deleteTags,
  DeregisterImage: deregisterImage,
  DescribeImageAttribute: describeImageAttribute,
  DescribeImageReferences: describeImageReferences,
  DescribeImages: describeImages,
  DescribeInstances: describeInstances,
  DescribeRegions: describeRegions,
  DescribeSnapshots: describeSnapshots,
  DescribeTags: describeTags,
  DescribeVolumes: describeVolumes,
  DisableImageDeregistrationProtection: disableImageDeregistrationProtection,
  EnableImageDeregistrationProtection: enableImageDeregistrationProtection,
};
