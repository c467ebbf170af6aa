import type { Metadata } from "next";
import { Brand } from "./_components/brand";
import { Link } from "./_components/link";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <main className="door">
      <Brand />
      <section className="panel door-card">
        <h1>There is nothing here</h1>
        <p className="muted">The address has a typing error, or what it named is gone.</p>
        <Link href="/" className="btn btn-primary btn-block">
          To the dashboard
        </Link>
      </section>
    </main>
  );
}
