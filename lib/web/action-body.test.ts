import { describe, expect, test } from "vitest";
import { requireActionBody } from "./action-body";

const ACTION = "7f".repeat(21);
const REFERENCE = `{"id":"${"7f".repeat(21)}","bound":"$@1"}`;
const ask = (body: BodyInit, headers: Record<string, string> = {}) =>
  requireActionBody(new Request("http://127.0.0.1/backups", { method: "POST", headers, body }));
const call = (body: string) =>
  ask(body, { "next-action": ACTION, "content-type": "text/plain;charset=UTF-8" });

function formOf(fields: Readonly<Record<string, string | Blob>>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return form;
}

describe("an action called by a script", () => {
  test.each([
    ["plain values", '[{"a":1,"b":["x",null,true],"c":"$$cost"}]'],
    ["nothing", "[]"],
    ["undefined", '["$undefined"]'],
    ["numbers and dates", '["$NaN","$-0","$Infinity","$n12","$D2026-11-27T00:00:00.000Z"]'],
    ["an object that stands in it twice", '[{"from":{"x":1},"to":"$0:0:from"}]'],
    ["an own member with a strange name", '[{"__proto__":{"id":"x"}}]'],
  ])("may send %s", async (_what, body) => {
    await expect(call(body)).resolves.toBeUndefined();
  });

  test.each([
    ["broken JSON", "["],
    ["no list", '{"0":"x"}'],
    ["nothing at all", ""],
    ["a part that is not there", '["$1"]'],
    ["a promise", '["$@1"]'],
    ["a form", '["$K1"]'],
    ["a function of the server", '["$h1"]'],
    ["a map, a set, a stream", '["$Q1","$W1","$R1"]'],
    ["a way to a constructor", '["$0:constructor:constructor"]'],
    ["a way to a prototype", '[{"a":{}},"$0:0:a:__proto__"]'],
    ["itself by a way that leads nowhere", '[{"a":"$0:0:b"}]'],
    ["no date", '["$D"]'],
    ["a huge number", `["$n${"9".repeat(1_000)}"]`],
    ["lists in lists", `[${"[".repeat(500)}${"]".repeat(500)}]`],
  ])("may not send %s", async (_what, body) => {
    await expect(call(body)).rejects.toMatchObject({ status: 400 });
  });

  test.each(["x", "../x", "7F".repeat(21), `${ACTION}0`])("is not called %s", async (name) => {
    const headers = { "next-action": name, "content-type": "text/plain" };
    await expect(ask("[{}]", headers)).rejects.toMatchObject({ status: 400 });
  });

  test("sends no more than 256 KiB", async () => {
    await expect(call(JSON.stringify(["x".repeat(300_000)]))).rejects.toMatchObject({
      status: 413,
    });
  });
});

describe("a form", () => {
  test.each([
    ["by a script", { _1_username: "jo", "0": '[null,"$K1"]' }, { "next-action": ACTION }],
    [
      "by a script, after a refusal",
      { _1_username: "jo", "0": '[{"ok":false,"error":{"code":"x"}},"$K1"]' },
      { "next-action": ACTION },
    ],
    [
      "without JavaScript",
      {
        $ACTION_REF_1: "",
        "$ACTION_1:0": REFERENCE,
        "$ACTION_1:1": "[null]",
        $ACTION_KEY: "k",
        username: "jo",
      },
      {},
    ],
  ])("is taken %s", async (_how, fields, headers) => {
    await expect(ask(formOf(fields), headers)).resolves.toBeUndefined();
  });

  test.each([
    ["without its arguments", { _1_username: "jo" }, { "next-action": ACTION }],
    ["with arguments that refer elsewhere", { "0": '[null,"$K2"]' }, { "next-action": ACTION }],
    ["with parts of its own", { "0": '[null,"$K1"]', "2": "x" }, { "next-action": ACTION }],
    ["with a file", { file: new Blob(["x"]) }, {}],
    [
      "with a broken reference",
      { $ACTION_REF_1: "", "$ACTION_1:0": "{", "$ACTION_1:1": "[null]" },
      {},
    ],
    ["with two references", { $ACTION_REF_1: "", $ACTION_REF_2: "" }, {}],
    ["that names no action", { username: "jo" }, {}],
  ])("is refused %s", async (_how, fields, headers) => {
    await expect(ask(formOf(fields), headers)).rejects.toMatchObject({ status: 400 });
  });

  /** One that a script calls, its second field written in that way. */
  const written = (field: string, type = "multipart/form-data; boundary=x") => {
    const first = '--x\r\nContent-Disposition: form-data; name="0"\r\n\r\n[null,"$K1"]\r\n';
    return ask(`${first}--x\r\n${field}\r\n--x--\r\n`, {
      "next-action": ACTION,
      "content-type": type,
    });
  };
  const NAMED = 'Content-Disposition: form-data; name="_1_a"';

  test.each([
    ["in another character set", `${NAMED}\r\nContent-Type: text/plain; charset=base64\r\n\r\nb`],
    ["as bytes", `${NAMED}\r\nContent-Type: application/octet-stream\r\n\r\nb`],
    ["as a file without a name", `${NAMED}; filename*=utf-8''x\r\n\r\nb`],
    ["in an encoding", `${NAMED}\r\nContent-Transfer-Encoding: base64\r\n\r\nYg==`],
    ["under two names", `${NAMED}; name="$ACTION_REF_1"\r\n\r\nb`],
    [
      "under a name with escapes",
      'Content-Disposition: form-data; name="%24ACTION_REF_1"\r\n\r\nb',
    ],
    ["after a line of its own", `${NAMED}\nContent-Type: text/plain\r\n\r\nb`],
    ["with an end before it", "--x--\r\n"],
  ])("is refused with a field %s, which decoders read in two ways", async (_how, field) => {
    await expect(written(`${NAMED}\r\n\r\nb`)).resolves.toBeUndefined();
    await expect(written(field)).rejects.toMatchObject({ status: 400 });
  });

  test.each([
    ["multipart/form-data; boundary=x; boundary=y", 400],
    ["multipart/form-data; boundary=y; boundary=x", 400],
    ["multipart/form-data; charset=utf-16; boundary=x", 400],
    ['multipart/form-data; boundary="x"', 400],
    ["Multipart/Form-Data; boundary=x", 415],
    ["text/plain-x", 415],
  ])("of the type %s is refused", async (type, status) => {
    await expect(written(`${NAMED}\r\n\r\nb`, type)).rejects.toMatchObject({ status });
  });

  test("is refused with hundreds of fields, with a broken boundary and of another type", async () => {
    const many = Object.fromEntries(Array.from({ length: 600 }, (_, index) => [`f${index}`, "x"]));
    await expect(ask(formOf(many))).rejects.toMatchObject({ status: 400 });
    const broken = { "content-type": "multipart/form-data; boundary=x" };
    await expect(ask("--y--", broken)).rejects.toMatchObject({ status: 400 });
    const encoded = { "content-type": "application/x-www-form-urlencoded" };
    await expect(ask("a=b", encoded)).rejects.toMatchObject({ status: 415 });
    await expect(ask("[]", { "content-type": "text/plain" })).rejects.toMatchObject({
      status: 415,
    });
  });
});
