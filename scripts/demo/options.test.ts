import { createServer } from "node:net";
import { expect, test } from "vitest";

// Plain JavaScript, because it has to run before anything is installed.
const { readOptions } = await import(new URL("./options.mjs", import.meta.url).href);
const { freePort, tryPort } = await import(new URL("./free-port.mjs", import.meta.url).href);

test("reads the options of the demo", () => {
  expect(readOptions([])).toEqual({ check: false, fresh: false, help: false, port: null });
  expect(readOptions(["--check", "--fresh", "--port", "9000"])).toEqual({
    check: true,
    fresh: true,
    help: false,
    port: 9000,
  });
});

test.each([["--port", "0"], ["--port", "eighty"], ["--port", "70000"], ["--nonsense"]])(
  "refuses %s %s",
  (...args) => {
    expect(() => readOptions(args)).toThrow(/port|nonsense/);
  },
);

test("takes another port when the wanted one is taken", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const taken = typeof address === "object" && address ? address.port : 0;
  expect(await tryPort(taken)).toBeNull();
  const found = await freePort(taken);
  expect(found).not.toBe(taken);
  expect(await freePort(found)).toBe(found);
  await new Promise((resolve) => server.close(resolve));
});
