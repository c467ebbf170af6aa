import type { Effects } from "../core/effects";
import { KMS_MESSAGE } from "../core/fault-rules";
import type { Volume } from "../core/model";
import type { CallFacts } from "../core/operation";
import { isDenied } from "../core/permissions";

const FAILS_AFTER_MS = 2000;

/** EC2 uses the key of an encrypted volume on the caller's behalf; where it may not, the image fails late. */
export function withKeyPermissions(of: {
  call: CallFacts & { effects: Effects };
  volumes: readonly Volume[];
}): Effects {
  const { call, volumes } = of;
  const { effects } = call;
  const facts = { keys: { "kms:ViaService": `ec2.${call.region}.amazonaws.com` } };
  const refused = volumes.some(
    ({ kmsKeyId }) =>
      kmsKeyId !== undefined &&
      isDenied({ call, action: "kms:CreateGrant", resource: kmsKeyId, facts }),
  );
  if (!refused || effects.lateFailure !== undefined) return effects;
  return {
    ...effects,
    lateFailure: {
      afterMs: FAILS_AFTER_MS,
      state: "failed",
      code: "Client.InternalError",
      message: KMS_MESSAGE,
      snapshotMessage: KMS_MESSAGE,
      keepsName: false,
    },
  };
}
