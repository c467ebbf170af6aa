import { chromium } from "@playwright/test";
for (const args of [["--no-sandbox"], ["--no-sandbox", "--headless=new"]]) {
  const c = await chromium.launchPersistentContext("", {
    executablePath: "/usr/bin/chromium",
    args,
    ignoreDefaultArgs: args[1] ? ["--headless"] : [],
  });
  const tabs = [];
  for (let i = 0; i < 3; i++) {
    const p = await c.newPage();
    await p.goto("about:blank");
    const s = await c.newCDPSession(p);
    await s.send("Emulation.setFocusEmulationEnabled", { enabled: false });
    tabs.push(p);
  }
  const vis = async () => Promise.all(tabs.map((t) => t.evaluate(() => document.visibilityState)));
  console.log(args, await vis());
  await tabs[0].bringToFront();
  console.log(await vis());
  await tabs[2].bringToFront();
  console.log(await vis());
  await c.close();
}
