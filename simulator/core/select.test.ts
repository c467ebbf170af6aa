import { beforeAll, describe, expect, it } from "vitest";
import { imageFields } from "../ec2/image-fields";
import { Params } from "../wire/params";
import { parseQuery } from "../wire/query";
import { addAccount, addInstance } from "./fleet";
import { readFilters } from "./filters";
import { addPastImage } from "./history";
import type { Image } from "./model";
import type { RegionWorld } from "./region-world";
import { select } from "./select";
import { World } from "./world";

const COUNT = 50_000;
let here: RegionWorld;
let images: Image[];

beforeAll(() => {
  const world = new World({ seed: "select", clock: { realNow: () => 0, mode: "manual" } });
  const { accountId } = addAccount({ world });
  here = world.in({ accountId, region: "eu-west-1" });
  const instance = addInstance({ world, here, tags: new Map(), volumes: [{ sizeGib: 8 }] });
  images = Array.from({ length: COUNT }, (_, i) => {
    const imageTags = new Map([
      ["number", String(i)],
      ["owner", "us"],
    ]);
    const past = {
      name: `n-${i}`,
      description: "",
      createdAt: i,
      imageTags,
      snapshotTags: imageTags,
    };
    return addPastImage({
      world,
      here,
      instance,
      ...past,
      snapshotBytes: [],
      createdBy: { by: "x" },
    });
  });
});

/** The names found, and how many images were looked at. */
function find(of: { filter: string; values: string[]; afterSeq?: number; limit?: number }) {
  const query = of.values.map(
    (value, i) => `&Filter.1.Value.${i + 1}=${encodeURIComponent(value)}`,
  );
  const params = new Params(
    parseQuery(`Filter.1.Name=${encodeURIComponent(of.filter)}${query.join("")}`),
  );
  let looked = 0;
  const { page } = select({
    store: here.images,
    filters: readFilters({ params, fields: imageFields(here.accountId) }),
    now: COUNT,
    isVisible: () => {
      looked += 1;
      return true;
    },
    afterSeq: of.afterSeq ?? 0,
    limit: of.limit ?? Infinity,
  });
  return { names: page.map((image) => image.name), looked };
}

describe("among 50,000 images", () => {
  it("200 ids are found by looking at 200", () => {
    const wanted = images.filter((_, i) => i % 250 === 0);
    const found = find({ filter: "image-id", values: wanted.map((image) => image.id) });
    expect(found).toEqual({ names: wanted.map((image) => image.name), looked: 200 });
  });

  it.each([
    ["name", () => "n-777"],
    ["tag:number", () => "777"],
    ["block-device-mapping.snapshot-id", () => images[777]?.devices[0]?.snapshotId ?? ""],
  ])("%s is found by looking at one", (filter, value) => {
    expect(find({ filter, values: [value()] })).toEqual({ names: ["n-777"], looked: 1 });
  });

  it("a page in the middle of what all have is found by looking at the page", () => {
    const afterSeq = images[24_999]?.seq ?? 0;
    const { names, looked } = find({ filter: "tag:owner", values: ["us"], afterSeq, limit: 1000 });
    expect([names[0], names.length, looked]).toEqual(["n-25000", 1000, 1001]);
  });
});
