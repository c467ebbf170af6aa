import type { NextConfig } from "next";

/** The launcher serves this build; see worker/web-server.ts. */
const config: NextConfig = {
  output: "standalone",
  outputFileTracingRoot: import.meta.dirname,
  // What is needed at run time only, or is data: kept out of the copied output.
  outputFileTracingExcludes: { "*": ["data/**", "dist/**", "docs/**", "e2e/**", "simulator/**"] },
  // One copy of each in Next's part of the process, with stack traces one can read.
  serverExternalPackages: ["bullmq", "ioredis", "drizzle-orm", "@libsql/client", "pino"],
  // A page is loaded when it is first asked for: 17 MiB less in a process that only looks after things.
  // The proxy reads an action's body first, and refuses more than half of this (lib/web/action-body.ts).
  experimental: {
    preloadEntriesOnStart: false,
    proxyClientMaxBodySize: "512kb",
    serverActions: { bodySizeLimit: "256kb" },
  },
  poweredByHeader: false,
  // No page has a picture to make smaller, and anybody may ask the optimizer: its address is none.
  images: { unoptimized: true },
  reactStrictMode: true,
  // Browsers ask for it by this name where a page's head has not come yet.
  rewrites: async () => [{ source: "/favicon.ico", destination: "/icon.svg" }],
  devIndicators: false,
  // `npm run typecheck` checks all of it, tests included, and CI refuses what does not pass; whoever
  // builds a release need not wait for that again.
  typescript: { ignoreBuildErrors: true },
  // Bootstrap 5 is written with Sass's older words.
  sassOptions: {
    quietDeps: true,
    silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"],
  },
};

export default config;
