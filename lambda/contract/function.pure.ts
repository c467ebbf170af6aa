/** How the function is set up in AWS; it counts on the time. */
export const FUNCTION = {
  handler: "index.handler",
  timeoutSeconds: 120,
  memoryMiB: 256,
} as const;
