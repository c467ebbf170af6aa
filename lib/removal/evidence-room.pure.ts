/** Calls that the buckets admit while one gathering may go on. */
export interface EvidenceRoom {
  /** DescribeImageReferences, each for `idsPerCall` images. */
  references: number;
  /** DescribeImageAttribute, one for each image. */
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
}): Image[] {
  const { images, room, idsPerCall } = input;
  const most = Math.max(1, room.references) * idsPerCall;
  return images.slice(0, Math.min(most, Math.max(idsPerCall, room.permissions)));
}
