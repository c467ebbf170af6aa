import { describe, expect, it } from "vitest";
import { fillContext, toPayload, type Transform } from "./transform";

const event = {
  time: "2026-03-02T03:00:00Z",
  resources: ["arn:a", "arn:b"],
  detail: { name: 'the "big" one', size: 3, inner: { ok: true } },
};
const payload = (target: Transform["target"]): string =>
  toPayload({ target, event, ruleArn: "arn:rule", ruleName: "nightly" });
const transformed = (template: string, paths: Record<string, string> = {}): string =>
  payload({ inputTransformer: { template, paths: new Map(Object.entries(paths)) } });

describe("what a target is sent", () => {
  it("is the event, a part of it, or what it wants instead", () => {
    expect(JSON.parse(payload({}))).toEqual(event);
    expect(payload({ inputPath: "$.detail.inner" })).toBe('{"ok":true}');
    expect(payload({ inputPath: "$.nothing" })).toBe("null");
    expect(payload({ input: '{"mine":1}' })).toBe('{"mine":1}');
  });

  it.each([
    ['{"at":<t>}', { t: "$.time" }, { at: event.time }],
    ['{"at":"on <t>!"}', { t: "$.time" }, { at: `on ${event.time}!` }],
    ['{"n":<n>,"d":<d>}', { n: "$.detail.size", d: "$.detail" }, { n: 3, d: event.detail }],
    ['{"q":"<q>"}', { q: "$.detail.name" }, { q: 'the "big" one' }],
    ['{"q":<q>}', { q: "$.detail.name" }, { q: 'the "big" one' }],
    ['{"second":<r>}', { r: "$.resources[1]" }, { second: "arn:b" }],
    ['{"none":<x>,"text":"<x>"}', { x: "$.gone" }, { none: null, text: "" }],
    ['{"rule":"<aws.events.rule-name>"}', {}, { rule: "nightly" }],
    ['{"escaped":"a \\" <t>"}', { t: "$.time" }, { escaped: `a " ${event.time}` }],
    ['{"stranger":"<other>"}', {}, { stranger: "<other>" }],
  ])("by the template %s", (template, paths: Record<string, string>, expected) => {
    expect(JSON.parse(transformed(template, paths))).toEqual(expected);
  });
});

describe("Scheduler's context attributes", () => {
  it("are filled in wherever they stand, and others stay", () => {
    const input =
      '{"at":"<aws.scheduler.scheduled-time>","id":"<aws.scheduler.execution-id>","n":<aws.scheduler.attempt-number>,"arn":"<aws.scheduler.schedule-arn>","x":"<aws.scheduler.other>"}';
    const filled = fillContext({
      input,
      scheduledAt: Date.parse("2026-03-02T03:00:00Z"),
      scheduleArn: "arn:s",
      executionId: "e-1",
      attempt: 2,
    });
    expect(JSON.parse(filled)).toEqual({
      at: "2026-03-02T03:00:00Z",
      id: "e-1",
      n: 2,
      arn: "arn:s",
      x: "<aws.scheduler.other>",
    });
  });
});
