import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { EnvironmentSchema } from "#lib/config";
import nodeStart from "../worker/node-start.json" with { type: "json" };

// There is no container engine where these run: what can be known without one is checked here.

const Service = z.object({
  image: z.string().optional(),
  build: z.object({ context: z.string(), target: z.string() }).optional(),
  environment: z.record(z.string(), z.string()).default({}),
  command: z.array(z.string()).optional(),
  profiles: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  volumes: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  stop_grace_period: z.string().optional(),
});
const Compose = z.object({
  services: z.record(z.string(), Service),
  volumes: z.record(z.string(), z.unknown()),
});

const dockerfile = readFileSync("Dockerfile", "utf8");
const compose = Compose.parse(parse(readFileSync("docker-compose.yml", "utf8"), { merge: true }));
const services = Object.entries(compose.services);
const stages = [...dockerfile.matchAll(/^FROM (\S+) AS (\S+)$/gm)].map(
  ([, from = "", name = ""]) => ({
    from,
    name,
  }),
);

const base = dockerfile.split(/^FROM /m).find((stage) => stage.includes("AS base")) ?? "";
const SIMULATOR_SETTINGS = /^SIMULATOR_(PORT|HOST|SEED|WORLD|STATE_FILE|CLOCK|SPEED|BUCKETS)$/;
const known = new Set(Object.keys(EnvironmentSchema.shape));

describe("Dockerfile", () => {
  test("has the targets that were promised, the embedded application last", () => {
    const names = stages.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["web", "worker", "migrate"]));
    expect(dockerfile.split(/^FROM /m).at(-1)).toContain("AMIVAULT_MODE=embedded");
    expect(dockerfile.split(/^FROM /m).at(-1)).toContain("EXPOSE 8080");
  });

  test("builds every stage from an image or from an earlier stage", () => {
    const earlier = new Set<string>();
    for (const { from, name } of stages) {
      expect(from.includes(":") || earlier.has(from), name).toBe(true);
      earlier.add(name);
    }
    const sources = [...dockerfile.matchAll(/--from=(\S+)/g)].map(([, name = ""]) => name);
    expect(sources.filter((name) => !earlier.has(name))).toEqual([]);
  });

  test("runs as a user without rights, in every target", () => {
    expect(base).toMatch(/^USER node$/m);
    expect(dockerfile.match(/^USER /gm)).toHaveLength(1);
    const targets = stages.slice(stages.findIndex(({ name }) => name === "base") + 1);
    expect(targets.filter(({ from }) => from !== "base")).toEqual([]);
  });

  test("sets only settings that the configuration knows", () => {
    const set = [...dockerfile.matchAll(/\b([A-Z][A-Z_]+)=\S/g)].map(([, name = ""]) => name);
    const others = new Set(["NEXT_TELEMETRY_DISABLED", ...Object.keys(nodeStart.env)]);
    const foreign = set.filter((name) => !known.has(name) && !others.has(name));
    expect(foreign).toEqual([]);
  });

  test("starts only files that the build makes", () => {
    const bundler = readFileSync("scripts/bundle.mjs", "utf8");
    const started = [...dockerfile.matchAll(/"node", (?:"--\S+", )*"dist\/([\w-]+)\.js"/g)];
    const missing = started.map(([, name = ""]) => name).filter((name) => !bundler.includes(name));
    expect(started.length).toBeGreaterThanOrEqual(5);
    expect(missing).toEqual([]);
  });

  test("starts what lives long as `npm start` does", () => {
    const commands = [...dockerfile.matchAll(/^CMD (\[.+\])$/gm)].map(([, json = ""]) =>
      z.array(z.string()).parse(JSON.parse(json)),
    );
    const lasting = commands.filter((args) => /(launcher|worker)\.js$/.test(args.at(-1) ?? ""));
    expect(lasting).toHaveLength(3);
    for (const args of lasting) expect(args.slice(1, -1)).toEqual(nodeStart.args);
    for (const [name, value] of Object.entries(nodeStart.env)) {
      expect(base).toContain(`${name}=${value} `);
    }
  });

  test("copies only what exists in the repository or is made by the build", () => {
    const copied = [...dockerfile.matchAll(/^COPY --from=build \/app\/(\S+)/gm)];
    const missing = copied
      .map(([, name = ""]) => name)
      .filter((name) => !existsSync(name) && !/^(dist|\.next\/standalone)$/.test(name));
    expect(missing).toEqual([]);
  });
});

describe("docker-compose.yml", () => {
  test("has web, worker, redis and migrate, and the demo only in its profile", () => {
    const always = services.filter(([, { profiles }]) => profiles.length === 0);
    expect(always.map(([name]) => name).toSorted()).toEqual(["migrate", "redis", "web", "worker"]);
    expect(services.filter(([, { profiles }]) => profiles.includes("demo"))).not.toHaveLength(0);
  });

  test.each(services)("%s is built from a target that exists", (_, { build, image }) => {
    const names = stages.map(({ name }) => name);
    expect(image !== undefined || names.includes(build?.target ?? "")).toBe(true);
  });

  test.each(services)("%s is given only settings that are known", (_, { environment }) => {
    const names = Object.keys(environment);
    expect(names.filter((name) => !known.has(name) && !SIMULATOR_SETTINGS.test(name))).toEqual([]);
  });

  test.each(services)("%s depends on and mounts only what is declared", (_, service) => {
    expect(Object.keys(service.depends_on).filter((name) => !compose.services[name])).toEqual([]);
    const volumes = service.volumes.map((volume) => volume.split(":")[0] ?? "");
    expect(volumes.filter((name) => !(name in compose.volumes))).toEqual([]);
  });

  test.each(services)("%s is published on this machine only", (_, { ports }) => {
    expect(ports.filter((port) => !port.startsWith("127.0.0.1:"))).toEqual([]);
  });

  test.each(["web", "worker"])("%s waits for migrations and has time to drain", (name) => {
    const service = compose.services[name];
    expect(service?.depends_on["migrate"]?.condition).toBe("service_completed_successfully");
    expect(service?.depends_on["redis"]?.condition).toBe("service_healthy");
    expect(service?.stop_grace_period).toBe("30s");
  });

  test("keeps Redis from evicting and makes it write a log", () => {
    const command = compose.services["redis"]?.command?.join(" ");
    expect(command).toContain("--maxmemory-policy noeviction");
    expect(command).toContain("--appendonly yes");
  });

  test("has no secret in it", () => {
    const secrets = ["AMIVAULT_ENCRYPTION_KEY", "NEXTAUTH_SECRET", "ADMIN_PASSWORD"];
    const values = services.flatMap(([, { environment }]) =>
      secrets.map((name) => environment[name]).filter((value) => value !== undefined),
    );
    expect(values.filter((value) => !/^\$\{[A-Z_]+:-\}$/.test(value))).toEqual([]);
  });
});
