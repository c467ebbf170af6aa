import { describe, expect, it } from "vitest";
import { installationHash } from "./installation-hash";
import { functionName, logGroupName } from "./names.pure";

describe("installationHash", () => {
  it("is the stored golden value, because names in AWS already carry it", () => {
    expect(installationHash("inst-7f3a")).toBe("xt7colsy");
    expect(functionName("xt7colsy")).toBe("amivault-xt7colsy");
    expect(logGroupName("xt7colsy")).toBe("/aws/lambda/amivault-xt7colsy");
  });
});
