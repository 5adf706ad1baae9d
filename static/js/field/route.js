// @ts-check
/**
 * A sensible order for the day, without a network: by rank (what is at hand, what is overdue, the
 * rest), each rank by the shortest way that can be found from where the one before ended.
 *
 * Up to nine places the best way is computed (Held and Karp); more are put in order by the nearest
 * neighbour and then improved by reversing and moving pieces (2-opt, Or-opt). Ways are straight
 * lines: roads are not on the phone.
 */

import { metresBetween } from "./ground.js";

/** @typedef {import("./ground.js").Place} Place */

export const EXACT_UP_TO = 9;
const MOST_ROUNDS = 40;
const LEAST_GAIN_M = 0.5;

/**
 * @template {Place & {rank: number}} S
 * @param {S[]} sites
 * @param {Place | null} start where the day begins; null: at the first site
 * @returns {{order: S[], metres: number}} all sites, and the length of the way
 */
export function dayOrder(sites, start) {
  /** @type {S[]} */
  const order = [];
  let metres = 0;
  let from = start;
  const ranks = [...new Set(sites.map((site) => site.rank))].sort((a, b) => a - b);
  for (const rank of ranks) {
    const group = sites.filter((site) => site.rank === rank);
    const way = shortestWay(group, from);
    order.push(...way.order);
    metres += way.metres;
    from = order[order.length - 1];
  }
  return { order, metres };
}

/**
 * An open way through all places.
 *
 * @template {Place} S
 * @param {S[]} places
 * @param {Place | null} start
 * @returns {{order: S[], metres: number}}
 */
export function shortestWay(places, start) {
  const n = places.length;
  /** Node n is the start; without one, leaving it costs nothing. */
  const far = [...places, start].map((from) =>
    places.map((to) => (from ? metresBetween(from, to) : 0)),
  );
  const order = n <= EXACT_UP_TO ? exact(n, far) : improved(nearest(n, far), far);
  return { order: order.map((i) => places[i]), metres: length(order, far) };
}

/** @param {number[]} order @param {number[][]} far */
function length(order, far) {
  let metres = 0;
  order.forEach((place, i) => (metres += far[i ? order[i - 1] : far.length - 1][place]));
  return metres;
}

/** @param {number} n @param {number[][]} far @returns {number[]} */
function exact(n, far) {
  if (n === 0) return [];
  /** Best way that has been in the places of a set and ends at one. */
  const best = new Float64Array(n << n).fill(Infinity);
  const before = new Int8Array(n << n).fill(-1);
  for (let last = 0; last < n; last++) best[(1 << last) * n + last] = far[n][last];
  for (let set = 1; set < 1 << n; set++) {
    for (let last = 0; last < n; last++) {
      const sofar = best[set * n + last];
      if (!(set & (1 << last)) || sofar === Infinity) continue;
      for (let next = 0; next < n; next++) {
        if (set & (1 << next)) continue;
        const at = (set | (1 << next)) * n + next;
        const metres = sofar + far[last][next];
        if (metres < best[at]) {
          best[at] = metres;
          before[at] = last;
        }
      }
    }
  }
  let set = (1 << n) - 1;
  let last = 0;
  for (let i = 1; i < n; i++) if (best[set * n + i] < best[set * n + last]) last = i;
  const order = [];
  while (last >= 0) {
    order.push(last);
    const previous = before[set * n + last];
    set &= ~(1 << last);
    last = previous;
  }
  return order.reverse();
}

/** @param {number} n @param {number[][]} far @returns {number[]} */
function nearest(n, far) {
  const left = new Set(Array.from({ length: n }, (_, i) => i));
  const order = [];
  let here = n;
  while (left.size) {
    let next = -1;
    for (const each of left) if (next < 0 || far[here][each] < far[here][next]) next = each;
    left.delete(next);
    order.push(next);
    here = next;
  }
  return order;
}

/** @param {number[]} order @param {number[][]} far @returns {number[]} */
function improved(order, far) {
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const reversed = reverseSome(order, far);
    const moved = moveSome(order, far);
    if (!reversed && !moved) break;
  }
  return order;
}

/**
 * Cost of the step between two positions of the order; the way has no end to return to.
 *
 * @param {number[]} order @param {number[][]} far @param {number} i @param {number} j
 */
function step(order, far, i, j) {
  if (j >= order.length) return 0;
  return far[i < 0 ? far.length - 1 : order[i]][order[j]];
}

/** 2-opt: walk a piece the other way round. @param {number[]} order @param {number[][]} far */
function reverseSome(order, far) {
  let better = false;
  for (let i = 0; i < order.length - 1; i++) {
    for (let j = i + 1; j < order.length; j++) {
      const now = step(order, far, i - 1, i) + step(order, far, j, j + 1);
      const start = far[i ? order[i - 1] : far.length - 1][order[j]];
      const end = j + 1 < order.length ? far[order[i]][order[j + 1]] : 0;
      if (start + end < now - LEAST_GAIN_M) {
        order.splice(i, j - i + 1, ...order.slice(i, j + 1).reverse());
        better = true;
      }
    }
  }
  return better;
}

/** Or-opt: put a piece of one to three elsewhere. @param {number[]} order @param {number[][]} far */
function moveSome(order, far) {
  let better = false;
  for (let size = 1; size <= 3; size++) {
    for (let i = 0; i + size <= order.length; i++) {
      const rest = [...order.slice(0, i), ...order.slice(i + size)];
      const piece = order.slice(i, i + size);
      const now = length(order, far);
      const gained =
        step(order, far, i - 1, i) + step(order, far, i + size - 1, i + size) - joint(rest, far, i);
      if (gained <= LEAST_GAIN_M) continue;
      let [at, cost] = [-1, gained];
      for (let k = 0; k <= rest.length; k++) {
        const added =
          far[k ? rest[k - 1] : far.length - 1][piece[0]] +
          (k < rest.length ? far[piece[size - 1]][rest[k]] : 0) -
          joint(rest, far, k);
        if (added < cost - LEAST_GAIN_M) [at, cost] = [k, added];
      }
      if (at < 0) continue;
      const tried = [...rest.slice(0, at), ...piece, ...rest.slice(at)];
      if (length(tried, far) >= now) continue;
      order.splice(0, order.length, ...tried);
      better = true;
    }
  }
  return better;
}

/** The step into position k of a way. @param {number[]} order @param {number[][]} far @param {number} k */
const joint = (order, far, k) => step(order, far, k - 1, k);
