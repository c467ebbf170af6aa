import type { ReactNode } from "react";
import { Brand } from "../_components/brand";

export default function DoorLayout({ children }: { children: ReactNode }) {
  return (
    <main className="door">
      <Brand href="/sign-in" />
      {children}
    </main>
  );
}
