const INSIDE = /^(@aws-sdk|@aws|@smithy|@aws-crypto|tslib|bowser)(\/|$)/;

/**
 * Leaves packages to node_modules, but for what is used of AWS's SDK.
 * @type {import("esbuild").Plugin}
 */
export const PACKAGES_OUTSIDE = {
  name: "packages-outside",
  setup(build) {
    build.onResolve({ filter: /^[^./#]/ }, ({ path: name, kind }) => {
      if (kind === "entry-point" || INSIDE.test(name)) return undefined;
      return { path: name, external: true };
    });
  },
};
