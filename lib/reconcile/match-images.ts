import { IMAGE_TAGS } from "#lambda/contract/image-tags.pure";
import type { Ec2Image } from "../aws/ec2/ec2";
import type { Queryable } from "../db/client";
import type { Match, RecordFacts } from "./record.pure";
import { findByImageIds, findByKeys, findByNames } from "./records.repo";

/**
 * The record of each image: by its backup tag, then by its name, then by its id. The tag counts
 * only where the owner's does: anybody may copy one.
 */
export async function matchImages(
  q: Queryable,
  { images, owner }: { images: readonly Ec2Image[]; owner: string },
): Promise<Map<string, Match>> {
  const matches = new Map<string, Match>();
  const add = (by: Match["by"], find: (image: Ec2Image) => RecordFacts | undefined) => {
    for (const image of images) {
      const record = matches.has(image.imageId) ? undefined : find(image);
      if (record) matches.set(image.imageId, { record, by });
    }
  };
  const rest = () => images.filter(({ imageId }) => !matches.has(imageId));
  const keyOf = ({ tags }: Ec2Image) =>
    tags[IMAGE_TAGS.owner] === owner ? (tags[IMAGE_TAGS.backup] ?? null) : null;
  const keys = images.flatMap((image) => keyOf(image) ?? []);
  const byKey = toMap(await findByKeys(q, keys), ({ key }) => key);
  add("tags", (image) => byKey.get(keyOf(image) ?? ""));
  const byName = await findByNames(
    q,
    rest().map(({ name }) => name),
  );
  add("name", ({ name }) => byName.get(name));
  const byId = toMap(
    await findByImageIds(
      q,
      rest().map(({ imageId }) => imageId),
    ),
    ({ imageId }) => imageId ?? "",
  );
  add("image_id", ({ imageId }) => byId.get(imageId));
  return matches;
}

function toMap(
  records: readonly RecordFacts[],
  keyOf: (record: RecordFacts) => string,
): Map<string, RecordFacts> {
  return new Map(records.map((record) => [keyOf(record), record]));
}
