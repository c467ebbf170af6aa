# syntax=docker/dockerfile:1
# Targets: web, worker, migrate, simulator, demo-seed, and the default: the embedded application.

FROM node:24-slim AS build
WORKDIR /app
ENV NEXT_TELEMETRY_DISABLED=1
COPY package.json package-lock.json .npmrc ./
RUN --mount=type=cache,target=/npm-cache npm ci --cache /npm-cache --include=dev
COPY . .
RUN npm run build

# What runs, without what built it.
FROM node:24-slim AS modules
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN --mount=type=cache,target=/npm-cache npm ci --cache /npm-cache --omit=dev

FROM node:24-slim AS base
WORKDIR /app
ENV NODE_ENV=production \
    MALLOC_ARENA_MAX=1 \
    NEXT_TELEMETRY_DISABLED=1 \
    AMIVAULT_DATA_DIR=/data \
    HOST=0.0.0.0 \
    PORT=8080
RUN mkdir /data && chown node:node /data && chmod 700 /data
COPY --from=modules /app/node_modules ./node_modules
COPY --from=build /app/package.json ./package.json
COPY --from=build /app/lib/db/migrations ./lib/db/migrations
COPY --from=build /app/.next/standalone ./.next/standalone
COPY --from=build /app/dist ./dist
USER node
VOLUME /data
STOPSIGNAL SIGTERM

FROM base AS migrate
ENV AMIVAULT_MODE=worker
CMD ["node", "dist/migrate.js"]

FROM base AS worker
ENV AMIVAULT_MODE=worker
CMD ["node", "--max-semi-space-size=2", "--v8-pool-size=1", "dist/worker.js"]

FROM base AS web
ENV AMIVAULT_MODE=web
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/api/health`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-semi-space-size=2", "--v8-pool-size=1", "dist/launcher.js"]

# A simulated AWS, for the demo profile of the compose file.
FROM base AS simulator
EXPOSE 4566
CMD ["node", "dist/simulator.js"]

FROM base AS demo-seed
ENV AMIVAULT_MODE=embedded
CMD ["node", "dist/demo-seed.js"]

FROM base AS application
ENV AMIVAULT_MODE=embedded
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/api/health`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-semi-space-size=2", "--v8-pool-size=1", "dist/launcher.js"]
