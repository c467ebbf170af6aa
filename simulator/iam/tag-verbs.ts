import { authorize, type Operation } from "../core/operation";
import type { Input } from "../wire/input";
import { getIamRole, getRole, namedRoleArn, toTags } from "./roles";
import { mergeTags, readTags } from "./tags";

export const tagRole: Operation<Input> = {
  bucket: "none",
  run: (call) => {
    const added = readTags(call.params);
    authorize(call, namedRoleArn(call), { requestTags: added });
    const { managed } = getIamRole(call);
    managed.tags = mergeTags({ own: managed.tags, added });
    return {};
  },
};

export const untagRole: Operation<Input> = {
  bucket: "none",
  run: (call) => {
    const tagKeys = call.params.list("TagKeys");
    authorize(call, namedRoleArn(call), { tagKeys });
    const { tags } = getIamRole(call).managed;
    const gone = new Set(tagKeys.map((key) => key.toLowerCase()));
    for (const key of tags.keys()) if (gone.has(key.toLowerCase())) tags.delete(key);
    return {};
  },
};

export const listRoleTags: Operation<Input> = {
  bucket: "none",
  run: (call) => {
    authorize(call, namedRoleArn(call));
    const tags = getRole(call).managed?.tags ?? new Map<string, string>();
    return { Tags: toTags(tags), IsTruncated: false };
  },
};
