// @ts-check
/** Decisions of the clerk, sent to the server. What the page shows is always the server's answer. */

import { page, say } from "../sheet/page.js";

/**
 * @param {string} url
 * @param {object} body
 * @returns {Promise<any>} the whole review sheet as it is now
 * @throws {Error} with a sentence for the reader
 */
async function post(url, body) {
  let answer;
  try {
    answer = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": page.csrf ?? "" },
      body: JSON.stringify(body),
    });
  } catch (error) {
    throw new Error(say("save_failed", { reason: say("offline") }), { cause: error });
  }
  const content = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    throw new Error(say("save_failed", { reason: content.message ?? String(answer.status) }));
  }
  return content.sheet;
}

/**
 * @param {string} place id
 * @param {"confirm" | "unlocated" | "reset" | "merge" | "redraw"} action
 * @param {object} [body]
 */
export const decide = (place, action, body = {}) =>
  post(
    page.urls.actions.replace("__ID__", encodeURIComponent(place)).replace("__ACTION__", action),
    body,
  );

export const confirmAll = () => post(page.urls.confirm_all, {});
