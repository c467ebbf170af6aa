export * from "./accounts";
export * from "./backups";
export * from "./constants";
export * from "./instances";
export * from "./people";
export * from "./retention";
export * from "./schedules";
export * from "./system";
