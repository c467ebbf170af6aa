import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

interface Manifest {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  overrides: Record<string, Record<string, string>>;
}

const manifest: Manifest = JSON.parse(readFileSync("package.json", "utf8"));
const lock: { packages: Record<string, { version?: string }> } = JSON.parse(
  readFileSync("package-lock.json", "utf8"),
);
const direct = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });

test("every direct dependency is pinned to one version, which the lock file has too", () => {
  for (const [name, version] of direct) {
    expect(version, name).toMatch(/^\d+\.\d+\.\d+(?:-[\w.]+)?$/);
    expect(lock.packages[`node_modules/${name}`]?.version, name).toBe(version);
  }
});

test("docs/security.md names every dependency of the product, where at a version, at the one that is used", () => {
  const text = readFileSync("docs/security.md", "utf8").split("## Dependencies")[1] ?? "";
  for (const [name, version] of Object.entries(manifest.dependencies)) {
    const isListed =
      text.includes(name) || (name.startsWith("@aws-sdk/") && text.includes("@aws-sdk/"));
    expect(isListed, name).toBe(true);
    const [, named = version] =
      new RegExp(`\\| (?:[\\w-]+, )?${name} (\\d[\\d.]+) \\|`).exec(text) ?? [];
    expect(named, name).toBe(version);
  }
});
