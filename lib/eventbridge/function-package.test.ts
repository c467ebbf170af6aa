import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { unzipSync } from "fflate";
import { expect, test } from "vitest";
import { loadFunctionPackage } from "./function-package";

test("the package is the built function alone, and says what it is as Lambda does", async () => {
  const { zip, sha256Base64, version } = await loadFunctionPackage();
  const files = unzipSync(zip);
  expect(Object.keys(files)).toEqual(["index.js"]);
  expect(readFileSync("dist/lambda/index.js").equals(files["index.js"] ?? Buffer.of())).toBe(true);
  const hash = createHash("sha256").update(zip);
  expect(sha256Base64).toBe(hash.copy().digest("base64"));
  expect(version).toBe(hash.digest("hex").slice(0, 12));
  // Lambda takes 50 MiB at once; a small one starts sooner.
  expect(zip.byteLength).toBeLessThan(300 * 1_024);
});

test("the archive holds no time: in every zone, at any time, it is the same", async () => {
  const { zip } = await loadFunctionPackage();
  const mtime = new DataView(zip.buffer, zip.byteOffset).getUint32(10, true);
  // 1980-01-01 00:00:00, the earliest that DOS times know.
  expect(mtime).toBe((1 << 21) | (1 << 16));
});
