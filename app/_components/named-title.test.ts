import { expect, it } from "vitest";
import { toNamedTitle } from "./named-title";

it("names what is shown, and what kind of thing it is", async () => {
  expect(await toNamedTitle("Instance", Promise.resolve("orders-db"))).toEqual({
    title: "orders-db · Instance",
  });
});

it("says the kind after the name, whatever the name is", async () => {
  expect(await toNamedTitle("Instance", Promise.resolve("web\u202E"))).toEqual({
    title: "web · Instance",
  });
});

it("names the kind alone where there is no name, or none that may be read", async () => {
  expect(await toNamedTitle("Instance", Promise.resolve(""))).toEqual({ title: "Instance" });
  const refused = Promise.reject(new Error("not yours"));
  expect(await toNamedTitle("Instance", refused)).toEqual({ title: "Instance" });
});
