import { expect, it } from "vitest";
import type { ImageReader } from "./describe-image-page";
import type { Ec2ImagePage } from "./ec2";
import { proveImages } from "./page-images";

/** AWS may end a page early, however few values a filter has. */
function cutInto(pages: readonly Ec2ImagePage[]): ImageReader {
  const left = [...pages];
  const read = async () => left.shift();
  return { read: read as ImageReader["read"], emulated: false };
}

const image = (imageId: string): Ec2ImagePage["images"][number] => ({
  imageId,
  name: imageId,
  description: "",
  state: "available",
  stateReason: null,
  createdAt: 0,
  ownerId: "111122223333",
  isPublic: false,
  tags: {},
  snapshots: [],
  sourceInstanceId: null,
  sourceImageId: null,
  deregistrationProtection: null,
});

it("a proof that AWS cuts into pages has the images of all, and the time of the first", async () => {
  const via = cutInto([
    { images: [image("ami-1")], nextToken: "more", answeredAt: 1_000 },
    { images: [image("ami-2")], nextToken: null, answeredAt: 9_000 },
  ]);
  const proof = await proveImages(via, ["ami-1", "ami-2"]);
  expect(proof.images.map(({ imageId }) => imageId)).toEqual(["ami-1", "ami-2"]);
  expect(proof.answeredAt).toBe(1_000);
});
