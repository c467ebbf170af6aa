const INSIDE = /^(@aws-sdk|zod|drizzle-orm|bullmq|ioredis)(\/|$)/;
/** They find their native part beside themselves. */
const NATIVE = /^(libsql|@libsql|msgpackr)(\/|$)/;
const PACKAGE = /[\\/]node_modules[\\/]/;

/**
 * Leaves packages to node_modules, but for the large ones that every process uses in part, with
 * what they import themselves.
 * @type {import("esbuild").Plugin}
 */
export const PACKAGES_OUTSIDE = {
  name: "packages-outside",
  setup(build) {
    build.onResolve({ filter: /^[^./#]/ }, ({ path: name, kind, importer }) => {
      const isInside = PACKAGE.test(importer) ? !NATIVE.test(name) : INSIDE.test(name);
      return isInside || kind === "entry-point" ? undefined : { path: name, external: true };
    });
  },
};
