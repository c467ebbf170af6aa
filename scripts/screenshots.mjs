// `npm run screenshots`: every page against the demo's data, light and dark, at 1440 and 390 px,
// into docs/screenshots.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium } from "@playwright/test";
import { Processes } from "./demo/processes.mjs";
import { startDemo } from "./demo/start.mjs";
import { waitFor } from "./demo/wait-for.mjs";
import { ROOT } from "./tools/child.mjs";
import { CHROMIUM_ADVICE, findChromium } from "./tools/find-program.mjs";

const OUT = path.join(ROOT, "docs/screenshots");
const SIZES = [
  { name: "1440", width: 1440, height: 900 },
  { name: "390", width: 390, height: 844 },
];
const THEMES = /** @type {const} */ (["light", "dark"]);
/** Fonts are there and the first live events are shown. */
const SETTLE_MS = 400;
const SET_UP_SECONDS_MAX = 90;

/** `npm run screenshots -- users audit` takes the pictures of those pages alone. */
const only = new Set(process.argv.slice(2));

const say = (/** @type {string} */ text) => console.log(text);
const executablePath = findChromium();
if (!executablePath) {
  console.error(`No Chromium was found. ${CHROMIUM_ADVICE}`);
  process.exit(1);
}
const folder = mkdtempSync(path.join(tmpdir(), "amivault-screenshots-"));
const processes = new Processes((problem) => console.error(problem));
process.on("exit", () => processes.killAll());
try {
  const options = { check: false, fresh: true, port: null };
  const demo = await startDemo({ folder, options, processes, say });
  await photographAll(demo);
  say(`The pictures are in ${path.relative(ROOT, OUT)}.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await processes.stopAll();
  rmSync(folder, { recursive: true, force: true });
}

/** @param {Awaited<ReturnType<typeof startDemo>>} demo */
async function photographAll(demo) {
  mkdirSync(OUT, { recursive: true });
  const places = await listPlaces(demo);
  const browser = await chromium.launch({
    executablePath: executablePath ?? "",
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
  const storageState = await signIn(browser, demo);
  for (const { name, ...viewport } of SIZES) {
    for (const colorScheme of THEMES) {
      const context = await browser.newContext({
        baseURL: demo.url,
        viewport,
        colorScheme,
        storageState,
        reducedMotion: "reduce",
      });
      for (const place of places.filter(({ name }) => only.size === 0 || only.has(name))) {
        const page = await context.newPage();
        if (place.isOutside) await page.context().clearCookies();
        await page.goto(place.path);
        if (place.button) await page.getByRole("button", { name: place.button }).first().click();
        if (place.box) await page.getByLabel(place.box).check();
        if (place.keys) await page.keyboard.press(place.keys);
        await page.waitForTimeout(SETTLE_MS);
        if (place.whole) await wakeAll(page);
        const file = `${place.name}-${name}-${colorScheme}.png`;
        await page.screenshot({ path: path.join(OUT, file), fullPage: place.whole === true });
        await page.close();
      }
      await context.close();
    }
  }
  await browser.close();
}

/**
 * What is made when it comes near is made: by going to the end of the page and back.
 * @param {import("@playwright/test").Page} page
 */
async function wakeAll(page) {
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await page.waitForTimeout(SETTLE_MS);
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.waitForTimeout(SETTLE_MS);
}

/**
 * @param {import("@playwright/test").Browser} browser
 * @param {{ url: string, username: string, password: string | null }} demo
 */
async function signIn(browser, demo) {
  const page = await browser.newPage({ baseURL: demo.url });
  await page.goto("/sign-in");
  await page.getByLabel("User name").fill(demo.username);
  await page.getByLabel("Password").fill(demo.password ?? "");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(`${demo.url}/`);
  const state = await page.context().storageState();
  await page.context().close();
  return state;
}

/**
 * The last place is outside: its context is signed out from then on.
 * @param {{ api: Api, username: string, password: string | null }} demo
 */
async function listPlaces({ api, username, password }) {
  await api.signIn({ username, password: password ?? "" });
  const instances = await api.get("/api/instances?limit=3");
  const [first, second] = instances.items;
  await api.post(`/api/instances/${first.id}/backups`, { description: "before the update" });
  await api.post(`/api/instances/${second.id}/backups`, {});
  const place = await letAwsStart(api, second);
  const failed = await api.get("/api/backups?status=failed&limit=1");
  const good = await api.get("/api/backups?status=available&limit=1");
  const weekAgo = new Date(Date.now() - 7 * 24 * 60 * 60 * 1_000).toISOString();
  const old = await api.get(`/api/backups?status=available&limit=12&to=${weekAgo}`);
  const plan = await api.post("/api/plans", {
    backupIds: old.items.map((/** @type {{ id: string }} */ { id }) => id),
    mode: "image_and_snapshots",
  });
  await api.post("/api/reconcile", {});
  const credentials = await api.get("/api/aws-credentials?limit=3");
  // What the doctor has found out.
  for (const { id } of credentials.items) await api.post(`/api/aws-credentials/${id}/validate`, {});
  const alerts = await api.get("/api/alerts?status=closed&limit=1");
  await api.post("/api/channels", {
    kind: "email",
    name: "On call",
    host: "mail.example.org",
    port: 587,
    from: "amivault@example.org",
    to: ["ops@example.org"],
    step: 1,
  });
  await api.post("/api/schedules", {
    name: "Office hours",
    schedule: "0 8-18/2 * * 1-5",
    spreadMinutes: 30,
  });
  const night = { schedule: "0 22 * * 5", durationMinutes: 600 };
  const window = await api.post("/api/exclusion-windows", { name: "Weekend work", ...night });
  const schedules = await api.get("/api/schedules?search=Office&limit=1");
  const invited = await api.post("/api/users", { username: "grace", role: "operator" });
  return [
    { name: "dashboard", path: "/" },
    { name: "dashboard-whole", path: "/", whole: true },
    { name: "alerts", path: "/alerts" },
    ...alerts.items.map((/** @type {{ id: string }} */ alert) => ({
      name: "alert",
      path: `/alerts/${alert.id}`,
    })),
    { name: "channels", path: "/settings/channels" },
    { name: "add-channel", path: "/settings/channels/new" },
    { name: "instances", path: "/instances" },
    { name: "instances-chosen", path: "/instances", box: "Select all on this page" },
    { name: "quick-search", path: "/instances", keys: "Control+k" },
    { name: "instance", path: `/instances/${first.id}` },
    { name: "back-up-now", path: `/instances/${first.id}`, button: "Back up now" },
    { name: "add-instance", path: "/instances/new" },
    { name: "discover", path: "/instances/discover" },
    { name: "rules", path: "/instances/rules" },
    { name: "new-rule", path: "/instances/rules/new" },
    { name: "backups", path: "/backups" },
    { name: "amis", path: "/amis" },
    { name: "backup", path: `/backups/${good.items[0].id}` },
    ...failed.items.map((/** @type {{ id: string }} */ backup) => ({
      name: "failed-backup",
      path: `/backups/${backup.id}`,
    })),
    { name: "schedules", path: "/schedules" },
    { name: "schedule", path: `/schedules/${schedules.items[0].id}` },
    { name: "upcoming", path: "/schedules/upcoming" },
    { name: "instance-on-eventbridge", path: `/instances/${second.id}` },
    { name: "in-aws", path: "/schedules/aws" },
    { name: "in-aws-place", path: `/schedules/aws/${place.id}` },
    { name: "exclusion-window", path: `/schedules/windows/${window.id}` },
    { name: "retention", path: "/retention" },
    {
      name: "retention-lab",
      path: `/retention/lab?instance=${first.id}&b=days2.daily5.weekly4.monthly12.yearly3.floor2.UTC`,
    },
    { name: "findings", path: "/findings" },
    { name: "plans", path: "/plans" },
    { name: "plan", path: `/plans/${plan.planId}` },
    { name: "credentials", path: "/credentials" },
    { name: "credential", path: `/credentials/${credentials.items[0].id}` },
    { name: "add-credential", path: "/credentials/new" },
    { name: "permission-doctor", path: "/credentials/doctor" },
    { name: "settings", path: "/settings" },
    { name: "account", path: "/account" },
    { name: "new-token", path: "/account", button: "New token" },
    { name: "users", path: "/users" },
    { name: "user", path: `/users/${invited.user.id}` },
    { name: "invite-user", path: "/users/new" },
    { name: "audit", path: "/audit" },
    { name: "sign-in", path: "/sign-in", isOutside: true },
  ];
}

/**
 * An instance whose backups AWS starts, once everything of it stands there.
 * @param {Api} api
 * @param {{ id: string }} instance
 */
async function letAwsStart(api, { id }) {
  await api.patch(`/api/instances/${id}`, { scheduler: "eventbridge" });
  return waitFor({
    what: "EventBridge",
    secondsMax: SET_UP_SECONDS_MAX,
    probe: async () => {
      const { items } = await api.get("/api/eventbridge");
      return items.find(isReady) ?? null;
    },
  });
}

/** @param {{ status: string }} place */
function isReady({ status }) {
  return status === "ready";
}

/** @typedef {ReturnType<typeof import("./demo/api.mjs").createApi>} Api */
