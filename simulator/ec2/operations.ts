import type { Operations } from "../core/operation";
import { createImage } from "./create-image";
import { describeImages } from "./describe-images";
import { describeInstances } from "./describe-instances";

export const ec2Operations: Operations = {
  CreateImage: createImage,
  DescribeImages: describeImages,
  DescribeInstances: describeInstances,
};
