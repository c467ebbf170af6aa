import { readFile } from "node:fs/promises";

const SCHEMAS = /[\\/]@(aws-sdk|smithy)[\\/].*[\\/]schemas[\\/]schemas_\d+\.js$/;

/**
 * AWS's SDK writes the keys of its schemas as `[_xN]: …`, with `const _xN = "xmlName"` above. A computed
 * key may run code for all a bundler knows, so every schema of EC2 would be kept: a megabyte of
 * source, and 30 MiB in every process. Written plainly, those nobody uses go.
 * @type {import("esbuild").Plugin}
 */
export const PLAIN_SCHEMA_KEYS = {
  name: "plain-schema-keys",
  setup(build) {
    build.onLoad({ filter: SCHEMAS }, async ({ path }) => {
      return { contents: writePlainKeys(await readFile(path, "utf8")), loader: "js" };
    });
  },
};

/** @param {string} source */
export function writePlainKeys(source) {
  const values = new Map(
    [...source.matchAll(/^const (_\w+) = ("[^"\\]*");$/gm)].map(([, name, value]) => [name, value]),
  );
  return source.replace(/\[(_\w+)\]: /g, (all, name) => {
    const value = values.get(name);
    return value === undefined ? all : `${value}: `;
  });
}
