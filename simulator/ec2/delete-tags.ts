import type { Tags } from "../core/model";
import { endDryRun, type Operation } from "../core/operation";
import { authorizeTagging, resolveTagged } from "./tagged";
import { isReserved } from "./tags";

/** A key alone deletes the tag, a key with a value only if it has that value; no tag means all. */
export const deleteTags: Operation = {
  params: ["ResourceId", "Tag"],
  bucket: "tag",
  run: (call) => {
    const { params, entry } = call;
    entry.detail["resourceIds"] = params.list("ResourceId").join(",");
    const wanted = params
      .structures("Tag")
      .map((tag) => ({ key: tag.required("Key"), value: tag.text("Value") }));
    authorizeTagging({
      call,
      facts: {
        requestTags: new Map(
          wanted.flatMap(({ key, value }) => (value === undefined ? [] : [[key, value] as const])),
        ),
        tagKeys: wanted.map(({ key }) => key),
      },
    });
    const resources = resolveTagged(call);
    endDryRun(call);
    for (const { change } of resources) {
      change((tags) => (wanted.length === 0 ? deleteOwn(tags) : deleteThese({ tags, wanted })));
    }
    return { return: true };
  },
};

function deleteOwn(tags: Tags): void {
  for (const key of tags.keys()) if (!isReserved(key)) tags.delete(key);
}

function deleteThese(of: {
  tags: Tags;
  wanted: { key: string; value: string | undefined }[];
}): void {
  for (const { key, value } of of.wanted) {
    if (isReserved(key)) continue;
    if (value === undefined || of.tags.get(key) === value) of.tags.delete(key);
  }
}
