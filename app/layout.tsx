import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { readTaste } from "./_components/read-taste";
import { THEME_COOKIE, parseTheme } from "./_components/theme";
import "./_theme/main.scss";

export const metadata: Metadata = {
  title: { default: "AMIVault", template: "%s · AMIVault" },
  description: "AMI backups of EC2 instances across accounts and regions",
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f6f7f8" },
    { media: "(prefers-color-scheme: dark)", color: "#0e1315" },
  ],
};

// Reading the cookie keeps every page dynamic, as the nonce in its policy demands.
export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = parseTheme(await readTaste(THEME_COOKIE));
  return (
    <html lang="en" data-bs-theme={theme ?? undefined} suppressHydrationWarning>
      <body>{children}</body>
    </html>
  );
}
