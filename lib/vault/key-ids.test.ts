import { expect, test } from "vitest";
import { createVault } from "../crypto";
import {
  createSealedWorld,
  everySecret,
  plantSecrets,
  sealAsBefore,
  wronglyOpened,
} from "../testing/sealed-world";
import type { Timers } from "../timers";
import { fixedKeyRing, nextKeyBase, parseKeyRing } from "./key-ring";
import { rotateKeys } from "./rotate-keys";

const timers: Timers = {
  after(_ms, work) {
    setImmediate(work);
    return () => undefined;
  },
};

/** What it has once its ring was turned; all of them begin with the same one. */
async function turned() {
  const world = await createSealedWorld();
  const { runtime, ctx, ringFile: file } = world;
  await plantSecrets(runtime, { count: 2, seal: sealAsBefore, runtime });
  await rotateKeys(ctx, { file, timers, say: () => undefined });
  const found = { ring: world.ring(), secrets: await everySecret(runtime) };
  await world.close();
  return found;
}

test("two rotations that begin with one ring, as after a restore, make keys that fit into one ring", async () => {
  const [lost, restored] = [await turned(), await turned()];
  const both = parseKeyRing([restored.ring, lost.ring.split(",")[0]].join(","));
  const vault = createVault(fixedKeyRing(both));
  expect(wronglyOpened(vault, [...lost.secrets, ...restored.secrets])).toEqual([]);
});

test("a new key's id begins with a number that was not seen, and fits", () => {
  expect(nextKeyBase(["k1"])).toBe("k2");
  expect(nextKeyBase(["k2", "k10", "prod", ""])).toBe("k11");
  expect(nextKeyBase(["prod"])).toBe("k1");
  expect(nextKeyBase(["k1x0123abcd"])).toBe("k2");
  expect(nextKeyBase(["k999999", "k20261127", "k3"])).toBe("k4");
});
