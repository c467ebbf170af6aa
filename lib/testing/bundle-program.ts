import { build } from "esbuild";

/** A program of our modules for a thread or process of its own; `folder` is what its imports start from. */
export async function bundleProgram(of: {
  source: string;
  folder: string;
  file: string;
}): Promise<void> {
  await build({
    stdin: { contents: of.source, resolveDir: of.folder, loader: "js" },
    outfile: of.file,
    bundle: true,
    platform: "node",
    format: "esm",
    logLevel: "silent",
  });
}
