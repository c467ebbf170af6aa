import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve, sep } from "node:path";
import { unzipSync } from "fflate";
import { BOOTSTRAP } from "./bootstrap";

/** Where the code of functions lies while the simulator runs. */
export class CodeFolder {
  #root: string | undefined;
  readonly #unpacked = new Set<string>();

  /** The folder of a zip, unpacked once. Throws where it cannot be read. */
  unpack(of: { zip: string; codeSha256: string }): string {
    const folder = join(this.#open(), Buffer.from(of.codeSha256, "base64").toString("hex"));
    if (this.#unpacked.has(folder)) return folder;
    for (const [name, bytes] of Object.entries(unzipSync(Buffer.from(of.zip, "base64")))) {
      const path = resolve(folder, name);
      if (!path.startsWith(folder + sep)) throw new Error(`${name} leads out of the zip`);
      if (name.endsWith("/")) continue;
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, bytes, { mode: 0o600 });
    }
    this.#unpacked.add(folder);
    return folder;
  }

  bootstrap(): string {
    return join(this.#open(), "bootstrap.cjs");
  }

  remove(): void {
    if (this.#root !== undefined) rmSync(this.#root, { recursive: true, force: true });
    this.#root = undefined;
    this.#unpacked.clear();
  }

  #open(): string {
    if (this.#root === undefined) {
      this.#root = mkdtempSync(join(tmpdir(), "simulator-functions-"));
      writeFileSync(join(this.#root, "bootstrap.cjs"), BOOTSTRAP, { mode: 0o600 });
    }
    return this.#root;
  }
}
