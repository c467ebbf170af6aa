import { missingParameter } from "../core/errors";
import { endDryRun, type Operation } from "../core/operation";
import { authorizeTagging, resolveTagged } from "./tagged";
import { checkTagCount, ownTagCount, readTags } from "./tags";

export const createTags: Operation = {
  params: ["ResourceId", "Tag"],
  bucket: "tag",
  run: (call) => {
    const { params, entry } = call;
    entry.detail["resourceIds"] = params.list("ResourceId").join(",");
    const tags = readTags({ params });
    if (tags.size === 0) throw missingParameter("tagSet");
    authorizeTagging({ call, facts: { requestTags: tags } });
    const resources = resolveTagged(call);
    for (const { resource } of resources) {
      checkTagCount(ownTagCount(new Map([...resource.tags, ...tags])));
    }
    endDryRun(call);
    for (const { change } of resources) {
      change((own) => {
        for (const [key, value] of tags) own.set(key, value);
      });
    }
    return { return: true };
  },
};
