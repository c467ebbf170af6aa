"use client";

import { useEffect, useState } from "react";
import { BULK_NAME } from "./bulk-form";

/** How many of the table's rows, given by their ids, are chosen. */
export function useChosen(rows: string): { count: number; total: number } {
  const [chosen, setChosen] = useState({ count: 0, total: 0 });
  // Another page or another filter shows other rows: what was chosen before is not there any more.
  useEffect(() => {
    const recount = () => {
      const count = listBoxes().filter(({ checked }) => checked).length;
      setChosen({ count, total: rows.split(",").length });
    };
    document.addEventListener("change", recount);
    recount();
    return () => document.removeEventListener("change", recount);
  }, [rows]);
  return chosen;
}

export function listBoxes(): HTMLInputElement[] {
  return [...document.querySelectorAll<HTMLInputElement>(`input[name="${BULK_NAME}"]`)];
}
