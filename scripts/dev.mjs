// `npm run dev`: the application from source. Pages, actions and routes follow every change; what
// runs outside of Next (worker/, the drivers) is bundled again at the next start.
import { spawn } from "node:child_process";
import path from "node:path";
import { bundle } from "./bundle.mjs";
import { ROOT } from "./tools/child.mjs";

await bundle(["launcher", "lambda"]);
const launcher = path.join(ROOT, "dist/launcher.js");
const child = spawn(process.execPath, ["--enable-source-maps", launcher, "--dev"], {
  stdio: "inherit",
  env: { ...process.env, NODE_ENV: "development", NEXT_TELEMETRY_DISABLED: "1" },
});
// A terminal's Ctrl-C reaches the child by itself; other senders know only us.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => child.kill("SIGTERM"));
child.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
