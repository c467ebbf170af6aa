// npm leaves optional packages for other platforms out of package-lock.json when the registry it
// asked has none of them; `npm ci` then refuses the file. Run this after changing dependencies.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT } from "./child.mjs";

const EXACT = /^\d+\.\d+\.\d+(-[\w.]+)?$/;
const OS = [
  "aix",
  "android",
  "darwin",
  "freebsd",
  "linux",
  "netbsd",
  "openbsd",
  "openharmony",
  "sunos",
  "win32",
];
const CPU = [
  "arm64",
  "arm",
  "ia32",
  "loong64",
  "mips64el",
  "ppc64",
  "riscv64",
  "s390x",
  "x64",
  "wasm32",
];

/**
 * The optional dependencies that have no entry, as the entries they should have.
 * @param {Record<string, any>} packages
 * @returns {Record<string, object>}
 */
export function findMissing(packages) {
  /** @type {Record<string, object>} */
  const missing = {};
  for (const [place, owner] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(owner.optionalDependencies ?? {})) {
      if (isFound({ packages, place, name })) continue;
      if (!EXACT.test(version)) throw new Error(`${place} wants ${name} ${version}: not exact`);
      missing[`node_modules/${name}`] = toEntry({ name, version, dev: owner.dev === true });
    }
  }
  return missing;
}

/** Node's own look-up: beside the owner, then in each node_modules above it. */
function isFound(
  /** @type {{ packages: object, place: string, name: string }} */ { packages, place, name },
) {
  for (let from = place; ; from = from.slice(0, Math.max(0, from.lastIndexOf("/node_modules/")))) {
    if (`${from === "" ? "" : `${from}/`}node_modules/${name}` in packages) return true;
    if (from === "") return false;
    if (!from.includes("/node_modules/")) from = "/node_modules/";
  }
}

function toEntry(
  /** @type {{ name: string, version: string, dev: boolean }} */ { name, version, dev },
) {
  const words = name.split(/[/-]/);
  const os = OS.filter((one) => words.includes(one));
  const cpu = CPU.filter((one) => words.includes(one));
  const libc = /\bmusl/.test(name) ? ["musl"] : /\bgnu/.test(name) ? ["glibc"] : [];
  return {
    version,
    ...(cpu.length > 0 ? { cpu } : {}),
    ...(dev ? { dev: true } : {}),
    ...(libc.length > 0 ? { libc } : {}),
    optional: true,
    ...(os.length > 0 ? { os } : {}),
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const file = path.resolve(process.argv[2] ?? path.join(ROOT, "package-lock.json"));
  const lock = JSON.parse(readFileSync(file, "utf8"));
  const missing = findMissing(lock.packages);
  const { "": root, ...others } = { ...lock.packages, ...missing };
  const sorted = Object.entries(others).toSorted(([a], [b]) => a.localeCompare(b, "en"));
  lock.packages = { "": root, ...Object.fromEntries(sorted) };
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`${Object.keys(missing).length} entries added to package-lock.json`);
}
