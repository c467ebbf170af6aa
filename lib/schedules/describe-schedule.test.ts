import { describe, expect, it } from "vitest";
import { describeCron, describeSchedule } from "./describe-schedule.pure";

describe("a schedule in words", () => {
  it("ends with its zone", () => {
    const words = describeSchedule({ cron: "0 2 * * *", zone: "Europe/Berlin" });
    expect(words).toBe("every day at 02:00 Europe/Berlin");
  });

  it.each([
    ["0 * * * *", "every hour at :00"],
    ["15 */6 * * *", "every 6 hours at :15"],
    ["15 */5 * * *", "every day at 00:15, 05:15, 10:15, 15:15 and 20:15"],
    ["*/15 * * * *", "every 15 minutes"],
    ["5,20,35,50 * * * *", "every hour at :05, :20, :35 and :50"],
    ["0,20,50 * * * *", "every hour at :00, :20 and :50"],
    ["7 * * * 1-5", "every hour at :07, every weekday (Monday to Friday)"],
    ["0 2,14 * * *", "every day at 02:00 and 14:00"],
    ["*/30 2 * * *", "every day at 02:00 and 02:30"],
    ["*/15 8-18 * * 1-5", "every 15 minutes from 08:00 to 18:45, every weekday (Monday to Friday)"],
    ["30 8-18 * * *", "at :30 of every hour from 08 to 18"],
    ["5,35 1,3,5,9 * * *", "at :05 and :35 of the hours 01, 03, 05 and 09"],
    ["*/5 */7 * * *", "every 5 minutes of the hours 00, 07, 14 and 21"],
    ["0 2 * * 0", "every Sunday at 02:00"],
    ["0 2 * 6 1,3", "every Monday and Wednesday in June at 02:00"],
    ["0 2 1 * *", "on the 1st of every month at 02:00"],
    [
      "0 2 1-3,11-13,22,23 * *",
      "on the 1st to 3rd, 11th to 13th, 22nd and 23rd of every month at 02:00",
    ],
    ["0 2 L * *", "on the last day of every month at 02:00"],
    ["0 2 15,L * *", "on the 15th and last day of every month at 02:00"],
    ["0 2 31 * *", "on the 31st of every month that has it at 02:00"],
    ["0 2 30 * *", "on the 30th of every month that has it at 02:00"],
    ["0 2 29 2 *", "on the 29th of February in leap years at 02:00"],
    ["0 2 31 1,3 *", "on the 31st of January and March at 02:00"],
    ["0 2 */2 * *", "on every 2nd day (counted from the 1st) of every month at 02:00"],
    ["0 2 * 1,7 *", "every day in January and July at 02:00"],
    ["0 2 1 * 1", "on the 1st of every month and also every Monday at 02:00"],
    ["0 2 1-7 * */7", "every Sunday that falls on the 1st to 7th of every month at 02:00"],
  ])("%s: %s", (cron, words) => {
    expect(describeCron(cron)).toBe(words);
  });

  it("hands back what it cannot read", () => {
    expect(describeCron("<b>60</b>")).toBe("<b>60</b>");
  });
});
