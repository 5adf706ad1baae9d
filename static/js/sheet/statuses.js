// @ts-check
/** The statuses in the order in which they need somebody: in lists, rings and tables alike. */

export const URGENCY = [
  "relapsed",
  "disputed",
  "open",
  "in_work",
  "claimed",
  "transferred",
  "verified",
  "closed",
];

/** Done, as somebody checked. */
export const CHECKED = ["verified", "closed"];
