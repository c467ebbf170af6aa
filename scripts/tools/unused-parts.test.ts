import { build } from "esbuild";
import { expect, test } from "vitest";

// Plain JavaScript, because it builds what runs TypeScript.
const load = (file: string) => import(new URL(file, import.meta.url).href);
const { PRODUCT_BUNDLE } = await load("./product-bundle.mjs");
const { ROOT } = await load("./child.mjs");

async function bundled(contents: string): Promise<string> {
  const stdin = { contents, resolveDir: ROOT };
  const { outputFiles } = await build({ ...PRODUCT_BUNDLE, stdin, write: false });
  return outputFiles?.[0]?.text ?? "";
}

test("of zod a bundle holds the English words, and no other language's", async () => {
  const text = await bundled(
    'import { z } from "zod"; console.log(z.string().parse(process.argv[2]));',
  );
  expect(text).toContain("Invalid input: expected");
  expect(text).not.toContain("Entrée invalide");
  expect(text).not.toContain("Entr\\xE9e invalide");
});

test("of BullMQ a bundle holds the queue on Redis, and none on PostgreSQL", async () => {
  const text = await bundled('import { Queue } from "bullmq"; new Queue(process.argv[2] ?? "");');
  expect(text).toContain("moveToActive");
  expect(text).not.toContain("CREATE OR REPLACE FUNCTION");
});

test("what has a native part stays outside, also where a package inside asks for it", async () => {
  const text = await bundled(
    'import "@libsql/client/sqlite3"; import { Queue } from "bullmq"; new Queue("");',
  );
  expect(text).toContain('"@libsql/client/sqlite3"');
  expect(text).toContain('"msgpackr"');
});
