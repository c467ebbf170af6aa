"use client";

import "./_theme/main.scss";

export default function GlobalError({ retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Error · AMIVault</title>
        <main className="door">
          <section className="panel door-card">
            <h1>AMIVault could not show this page</h1>
            <p className="muted">Backups go on. The server's log says what went wrong.</p>
            <button type="button" className="btn btn-primary btn-block" onClick={retry}>
              Try again
            </button>
          </section>
        </main>
      </body>
    </html>
  );
}
