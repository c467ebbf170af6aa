import { describe, expect, it } from "vitest";
import { listOverrulable, stillOverruled } from "./overruled.pure";

const web = { id: "a", name: "web", why: ["Too few would stay: 2."] };
const mail = { id: "b", name: "mail", why: ["An Auto Scaling group uses it."] };

describe("stillOverruled", () => {
  it("ends a yes once something else speaks against the removal", () => {
    expect(stillOverruled([web], [web, mail])).toEqual([web]);
    expect(stillOverruled([web], [{ ...web, why: [...web.why, ...mail.why] }])).toEqual([]);
  });

  it("holds for one that another page shows", () => {
    expect(stillOverruled([web], [mail])).toEqual([web]);
  });
});

describe("listOverrulable", () => {
  it("shows each that counts, also beyond the page in view, so that it can be unticked", () => {
    expect(listOverrulable([web], [mail])).toEqual([mail, web]);
    expect(listOverrulable([web], [web, mail])).toEqual([web, mail]);
  });
});
