import { build } from "esbuild";
import { expect, test } from "vitest";

// Plain JavaScript, because it builds what runs TypeScript.
const load = (file: string) => import(new URL(file, import.meta.url).href);
const { writePlainKeys } = await load("./plain-schema-keys.mjs");
const { PRODUCT_BUNDLE } = await load("./product-bundle.mjs");
const { ROOT } = await load("./child.mjs");

test("a key that is a constant is written as its value, any other stays", () => {
  const source = [
    'const _xN = "xmlName";',
    "const _n = 3;",
    "export var A$ = [3, { [_xN]: _I, [_n]: 1, [_other]: 2 }, [_xN]];",
  ].join("\n");
  expect(writePlainKeys(source)).toBe(
    source.replace("[_xN]: _I, [_n]: 1", '"xmlName": _I, [_n]: 1'),
  );
});

test("of EC2's client a bundle holds what is used, and no other schema", async () => {
  const { outputFiles } = await build({
    ...PRODUCT_BUNDLE,
    stdin: {
      contents:
        'import { CreateImageCommand } from "@aws-sdk/client-ec2"; console.log(CreateImageCommand);',
      resolveDir: ROOT,
    },
    write: false,
  });
  const text = outputFiles?.[0]?.text ?? "";
  expect(text).toContain("BlockDeviceMapping");
  expect(text).not.toContain("AcceptTransitGatewayVpcAttachment");
  expect(text.length).toBeLessThan(1_000_000);
});
