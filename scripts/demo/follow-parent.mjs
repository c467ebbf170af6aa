// Preloaded into the demo's processes: standard input is a pipe held by the demo, so its end means
// that the demo is gone, and the process stops as if it had been asked to.
process.stdin.on("end", () => process.kill(process.pid, "SIGTERM"));
process.stdin.resume();
process.stdin.unref();
