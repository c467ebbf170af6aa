// @ts-nocheck
import http from "node:http";
import { readFileSync } from "node:fs";
import { chromium } from "@playwright/test";
import { setTimeout as sleep } from "node:timers/promises";
let streams = new Map(),
  n = 0,
  opened = [],
  events = [];
const server = http
  .createServer((q, r) => {
    const u = new URL(q.url, "http://x");
    if (u.pathname === "/live.js") {
      r.setHeader("content-type", "text/javascript");
      return r.end(readFileSync("/tmp/livet/live.js"));
    }
    if (u.pathname === "/api/events") {
      const after = Number(q.headers["last-event-id"] ?? u.searchParams.get("after"));
      opened.push(`after=${after} tab=${q.headers.referer}`);
      r.writeHead(200, { "content-type": "text/event-stream" });
      r.write("retry: 300\n\n");
      for (const e of events)
        if (e > after)
          r.write(
            `id: ${e}\nevent: instance.changed\ndata: {"type":"instance.changed","entityId":"x"}\n\n`,
          );
      const id = n++;
      streams.set(id, r);
      q.on("close", () => streams.delete(id));
      return;
    }
    r.setHeader("content-type", "text/html");
    r.end("<!doctype html><title>t</title><script src=/live.js></script>");
  })
  .listen(0, "127.0.0.1");
await new Promise((r) => server.once("listening", r));
const base = `http://127.0.0.1:${server.address().port}`;
const emit = (id) => {
  events.push(id);
  for (const s of streams.values())
    s.write(
      `id: ${id}\nevent: instance.changed\ndata: {"type":"instance.changed","entityId":"x"}\n\n`,
    );
};
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
const c = await b.newContext();
const tabs = [];
for (const k of [1, 2, 3]) {
  const p = await c.newPage();
  p.on("pageerror", (e) => console.log("ERR", k, e.message));
  await p.goto(`${base}/?tab=${k}&after=0`);
  tabs.push(p);
  await sleep(300);
}
const logs = async (t) => t.evaluate(() => log.splice(0));
const show = async (label) => {
  for (const [i, t] of tabs.entries())
    if (!t.isClosed() && t !== frozen)
      console.log(label, "tab", i + 1, JSON.stringify(await logs(t)));
  console.log(label, "streams", streams.size, opened.splice(0));
};
let frozen = null;
emit(1);
await sleep(300);
await show("emit1");
console.log("pause tab1");
frozen = tabs[0];
const cdp = await c.newCDPSession(tabs[0]);
await cdp.send("Debugger.enable");
await cdp.send("Debugger.pause");
await sleep(200);
emit(2);
await sleep(12000);
await show("frozen+12s");
emit(3);
await sleep(300);
await show("emit3");
console.log("resume");
await cdp.send("Debugger.resume");
await cdp.send("Debugger.disable");
frozen = null;
await sleep(2500);
emit(4);
await sleep(6000);
await show("thawed");
console.log("who leads?");
for (const s of streams.values()) s.destroy();
emit(5);
await sleep(1500);
await show("lost");
console.log("close tab2");
await tabs[1].close();
await sleep(500);
emit(6);
await sleep(700);
await show("closed2");
console.log("close tab3");
await tabs[2].close();
await sleep(500);
emit(7);
await sleep(700);
await show("closed3");
await b.close();
server.close();
process.exit(0);
