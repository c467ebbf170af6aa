/** Calls that the buckets admit while one gathering may go on. */
export interface EvidenceRoom {
  /** DescribeImageReferences, each for `idsPerCall` images. */
  references: number;
  /** DescribeImageAttribute, one for each image whose permissions are not known yet. */
  permissions: number;
}

/**
 * The first of `images` for which there is room, and one call's worth at least: those calls wait
 * for their tokens, or come back. Nothing asked is lost to a bucket that was empty in the middle.
 */
export function fitToRoom<Image extends { imageId: string }>(input: {
  images: readonly Image[];
  room: EvidenceRoom;
  idsPerCall: number;
  isKnown: (imageId: string) => boolean;
}): Image[] {
  const { images, room, idsPerCall, isKnown } = input;
  const most = Math.max(1, room.references) * idsPerCall;
  let left = Math.max(idsPerCall, room.permissions);
  const fitting: Image[] = [];
  for (const image of images) {
    if (fitting.length === most) break;
    if (!isKnown(image.imageId)) left -= 1;
    if (left < 0) break;
    fitting.push(image);
  }
  return fitting;
}
