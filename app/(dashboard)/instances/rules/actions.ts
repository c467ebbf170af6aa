"use server";

import { listTags } from "#lib/discovery/list-tags";
import { createRule } from "#lib/discovery/rules/create-rule";
import { deleteRule } from "#lib/discovery/rules/delete-rule";
import { previewRule } from "#lib/discovery/rules/preview-rule";
import {
  CreateRuleInput,
  PreviewRuleInput,
  RuleRef,
  UpdateRuleInput,
} from "#lib/discovery/rules/schemas";
import { updateRule } from "#lib/discovery/rules/update-rule";
import { ListTagsQuery } from "#lib/discovery/schemas";
import { defineAction } from "#lib/web/action";

export const createRuleAction = defineAction({
  permission: "instances.write",
  input: CreateRuleInput,
  run: async (ctx, input) => ({ id: (await createRule(ctx, input)).id }),
});

export const updateRuleAction = defineAction({
  permission: "instances.write",
  input: UpdateRuleInput,
  run: async (ctx, input) => ({ id: (await updateRule(ctx, input)).id }),
});

export const deleteRuleAction = defineAction({
  permission: "instances.write",
  input: RuleRef,
  run: async (ctx, input) => {
    await deleteRule(ctx, input);
    return {};
  },
});

export const previewRuleAction = defineAction({
  permission: "instances.read",
  input: PreviewRuleInput,
  run: previewRule,
});

export const listTagsAction = defineAction({
  permission: "instances.read",
  input: ListTagsQuery,
  run: listTags,
});
