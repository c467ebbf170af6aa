"use client";

import { useState } from "react";
import type { ReactNode } from "react";

/** A chart's numbers as a table, for everybody; made when it is opened. */
export function ChartDetails({ children }: { children: ReactNode }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details className="chart-details" onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>Show as a table</summary>
      {isOpen ? (
        <div
          className="chart-table-scroll"
          tabIndex={0}
          role="region"
          aria-label="The chart’s numbers"
        >
          {children}
        </div>
      ) : null}
    </details>
  );
}
