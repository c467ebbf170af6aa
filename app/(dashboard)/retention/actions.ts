"use server";

import { z } from "zod";
import { assignPolicy } from "#lib/retention/assign-policy";
import { confirmRetention } from "#lib/retention/confirm-retention";
import { createPolicy } from "#lib/retention/create-policy";
import { deletePolicy } from "#lib/retention/delete-policy";
import {
  AssignPolicyInput,
  ConfirmRetentionInput,
  CreatePolicyInput,
  OwnPolicyInput,
  PolicyRef,
  UpdatePolicyInput,
} from "#lib/retention/schemas";
import { setOwnPolicy } from "#lib/retention/set-own-policy";
import { updatePolicy } from "#lib/retention/update-policy";
import { defineAction } from "#lib/web/action";

export const createPolicyAction = defineAction({
  permission: "policies.write",
  input: CreatePolicyInput,
  run: async (ctx, input) => ({ id: (await createPolicy(ctx, input)).id }),
});

export const updatePolicyAction = defineAction({
  permission: "policies.write",
  input: UpdatePolicyInput,
  run: async (ctx, input) => ({ id: (await updatePolicy(ctx, input)).id }),
});

export const deletePolicyAction = defineAction({
  permission: "policies.write",
  input: PolicyRef,
  run: async (ctx, input) => {
    await deletePolicy(ctx, input);
    return null;
  },
});

export const assignPolicyAction = defineAction({
  permission: "policies.write",
  input: AssignPolicyInput,
  run: (ctx, input) => assignPolicy(ctx, input),
});

export const ownPolicyAction = defineAction({
  permission: "policies.write",
  input: OwnPolicyInput,
  run: async (ctx, input) => ({ id: (await setOwnPolicy(ctx, input)).id }),
});

export const confirmRetentionAction = defineAction({
  permission: "retention.confirm",
  input: z.object({ accountRef: ConfirmRetentionInput.shape.accountRef }),
  run: async (ctx, input) => {
    await confirmRetention(ctx, input);
    return null;
  },
});
