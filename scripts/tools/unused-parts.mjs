const LOCALES = /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/;
const IN_BULLMQ = /[\\/]node_modules[\\/]bullmq[\\/]/;

/**
 * What a bundler cannot see is unused: zod's words in fifty languages, and BullMQ's other ways to
 * keep a queue, PostgreSQL's with all its SQL among them. Nothing of BullMQ acts when it is loaded.
 * @type {import("esbuild").Plugin}
 */
export const UNUSED_PARTS = {
  name: "unused-parts",
  setup(build) {
    build.onLoad({ filter: LOCALES }, () => ({
      contents: 'export { default as en } from "./en.js";',
    }));
    build.onResolve({ filter: /^(bullmq$|\.)/ }, async ({ path, pluginData, ...from }) => {
      const isOurs = path === "bullmq" || IN_BULLMQ.test(from.importer);
      if (!isOurs || pluginData === UNUSED_PARTS) return undefined;
      const found = await build.resolve(path, { ...from, pluginData: UNUSED_PARTS });
      return { ...found, sideEffects: false };
    });
  },
};
