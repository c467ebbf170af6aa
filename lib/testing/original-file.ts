import { createClient } from "@libsql/client";

/** The tables as SQLAlchemy made them, as far as they are read. */
const TABLES = `
  create table users (id integer primary key, username varchar(50), password_hash varchar(128), email varchar(120), two_factor_enabled boolean, created_at datetime, is_active boolean);
  create table aws_credentials (id integer primary key, name varchar(100), access_key varchar(100), secret_key varchar(100), region varchar(20));
  create table instances (id integer primary key, instance_id varchar(50), instance_name varchar(100), access_key varchar(100), secret_key varchar(100), region varchar(20), backup_frequency varchar(64), retention_days integer, created_at datetime, is_active boolean, scheduler_type varchar(20));
  create table backups (id integer primary key, instance_id varchar(50), ami_id varchar(50), ami_name varchar(100), status varchar(20), timestamp datetime, created_at datetime, completed_at datetime, error_message text, region varchar(20));
`;

/** The original application's database, with the rows that these statements insert. */
export async function writeOriginalFile(file: string, inserts: string): Promise<void> {
  const client = createClient({ url: `file:${file}` });
  await client.executeMultiple(`${TABLES}${inserts}`);
  client.close();
}
