/** Next's standalone server takes its settings from the environment alone. */
export function setNextEnvironment(listen: { host: string; port: number }): void {
  Object.assign(process.env, {
    NODE_ENV: "production",
    HOSTNAME: listen.host,
    PORT: String(listen.port),
    // The launcher owns the signals: Next would exit before the jobs are drained.
    NEXT_MANUAL_SIG_HANDLE: "true",
    NEXT_TELEMETRY_DISABLED: "1",
  });
}
