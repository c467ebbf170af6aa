import type { Operations } from "../core/operation";
import { describeLaunchConfigurations } from "./describe-launch-configurations";

export const autoscalingOperations: Operations = {
  DescribeLaunchConfigurations: describeLaunchConfigurations,
};
