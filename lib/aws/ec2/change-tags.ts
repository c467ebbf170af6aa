import { CreateTagsCommand, DeleteTagsCommand } from "@aws-sdk/client-ec2";
import type { Reader } from "./create-ec2";
import { inChunks } from "./filter-value.pure";

/** AWS takes so many resources a call. */
const RESOURCES_MAX = 1_000;

/** Said twice it is so once: it may be repeated as a reading call is. */
export async function createTags(
  send: Reader,
  input: { resourceIds: readonly string[]; tags: Readonly<Record<string, string>> },
): Promise<void> {
  const Tags = Object.entries(input.tags).map(([Key, Value]) => ({ Key, Value }));
  if (Tags.length === 0) return;
  for (const Resources of inChunks(input.resourceIds, RESOURCES_MAX)) {
    await send(
      "CreateTags",
      (client, { prepare, options }) =>
        client.send(prepare(new CreateTagsCommand({ Resources, Tags })), options),
      subjectOf(Resources),
    );
  }
}

/** No key would mean every tag: nothing is asked then. */
export async function deleteTags(
  send: Reader,
  input: { resourceIds: readonly string[]; keys: readonly string[]; valued?: string },
): Promise<void> {
  const Tags = input.keys.map((Key) => ({
    Key,
    ...(input.valued === undefined ? {} : { Value: input.valued }),
  }));
  if (Tags.length === 0) return;
  for (const Resources of inChunks(input.resourceIds, RESOURCES_MAX)) {
    await send(
      "DeleteTags",
      (client, { prepare, options }) =>
        client.send(prepare(new DeleteTagsCommand({ Resources, Tags })), options),
      subjectOf(Resources),
    );
  }
}

/** IAM allows it for instances by another statement than for images and snapshots. */
function subjectOf(resourceIds: readonly string[]): "instance" | undefined {
  return resourceIds.every((id) => id.startsWith("i-")) ? "instance" : undefined;
}
