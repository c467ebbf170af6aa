import { expect, test } from "vitest";
import { WriteMutex } from "./write-mutex";

test("sections run in the order of their arrival and never overlap", async () => {
  const mutex = new WriteMutex();
  const steps: string[] = [];
  const section = (name: string) => async () => {
    steps.push(`${name} begins`);
    await Promise.resolve();
    steps.push(`${name} ends`);
    return name;
  };
  const results = await Promise.all(["a", "b", "c"].map((name) => mutex.run(section(name))));
  expect(results).toEqual(["a", "b", "c"]);
  expect(steps).toEqual(["a", "b", "c"].flatMap((name) => [`${name} begins`, `${name} ends`]));
});

test("a section that fails fails its caller alone", async () => {
  const mutex = new WriteMutex();
  const failing = mutex.run(() => Promise.reject(new Error("no")));
  const next = mutex.run(async () => "still served");
  await expect(failing).rejects.toThrow("no");
  await expect(next).resolves.toBe("still served");
});

test("a timer that is due fires between two sections, however many wait", async () => {
  const mutex = new WriteMutex();
  let done = 0;
  let doneWhenItFired = -1;
  setTimeout(() => (doneWhenItFired = done), 0);
  const section = async () => {
    const until = performance.now() + 2;
    while (performance.now() < until);
    done++;
  };
  await Promise.all(Array.from({ length: 50 }, () => mutex.run(section)));
  expect(doneWhenItFired).toBeGreaterThanOrEqual(0);
  expect(doneWhenItFired).toBeLessThan(50);
});
