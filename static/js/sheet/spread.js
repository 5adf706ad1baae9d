// @ts-check
/**
 * Where marks stand so that none hides another: near ones move apart a little, stacks become one.
 *
 * Pure: the same positions give the same answer, whatever the window shows.
 */

/** @typedef {{x: number, y: number}} Point */
/**
 * A mark, or a stack of marks.
 *
 * @typedef {object} Spot
 * @property {Point} at where it stands
 * @property {Point} true where it belongs
 * @property {number} room pixels that it takes from its middle
 * @property {number[]} members indices of the points
 * @property {boolean} [fixed] others give way to it
 */

const MARK_ROOM = 12;
const STACK_ROOM = 21;
/** More marks than ``size`` within ``reach`` pixels become a donut. */
const STACK = { size: 8, reach: 26 };
const ROUNDS = 24;
const MOST_MOVES = 20_000; // spots times rounds: many are pushed less often
const GOLDEN = Math.PI * (3 - Math.sqrt(5));

/**
 * @param {Point[]} points pixels
 * @param {Spot[]} [fixed] spots that stand already
 * @returns {Spot[]} stacks and marks, then the fixed ones
 */
export function spread(points, fixed = []) {
  const spots = [...stacked(points), ...fixed];
  const rounds = Math.min(ROUNDS, Math.ceil(MOST_MOVES / (spots.length + 1)));
  for (let round = 0; round < rounds && pushApart(spots); round++);
  return spots;
}

/** @param {Point} point @param {number} index @returns {Spot} */
const single = (point, index) => ({
  at: { ...point },
  true: point,
  room: MARK_ROOM,
  members: [index],
});

/**
 * @param {Point[]} points
 * @returns {Spot[]}
 */
function stacked(points) {
  const cells = grid(points, STACK.reach);
  const free = new Set(points.keys());
  /** @type {Spot[]} */
  const spots = [];
  points.forEach((point, i) => {
    if (!free.has(i)) return;
    const near = neighbours(cells, point, STACK.reach).filter(
      (j) => free.has(j) && distance(point, points[j]) < STACK.reach,
    );
    if (near.length <= STACK.size) return;
    for (const j of near) free.delete(j);
    const middle = {
      x: near.reduce((sum, j) => sum + points[j].x, 0) / near.length,
      y: near.reduce((sum, j) => sum + points[j].y, 0) / near.length,
    };
    spots.push({ at: { ...middle }, true: middle, room: STACK_ROOM, members: near });
  });
  for (const i of free) spots.push(single(points[i], i));
  return spots;
}

/**
 * One round of pushing; stacks weigh more than single marks.
 *
 * @param {Spot[]} spots
 * @returns {boolean} whether anything moved
 */
function pushApart(spots) {
  const reach = 2 * Math.max(...spots.map(({ room }) => room));
  const cells = grid(
    spots.map((spot) => spot.at),
    reach,
  );
  let moved = false;
  spots.forEach((spot, i) => {
    for (const j of neighbours(cells, spot.at, reach)) {
      const other = spots[j];
      if (j <= i || (spot.fixed && other.fixed)) continue;
      const room = spot.room + other.room;
      let dx = other.at.x - spot.at.x;
      let dy = other.at.y - spot.at.y;
      let gap = Math.hypot(dx, dy);
      if (gap >= room - 0.5) continue;
      if (gap < 0.01) {
        // the same point: each pair gets a direction of its own
        dx = Math.cos(j * GOLDEN);
        dy = Math.sin(j * GOLDEN);
        gap = 1;
      }
      const heavy = weight(spot, other);
      const push = (room - Math.min(gap, room)) / gap;
      spot.at.x -= dx * push * (1 - heavy);
      spot.at.y -= dy * push * (1 - heavy);
      other.at.x += dx * push * heavy;
      other.at.y += dy * push * heavy;
      moved = true;
    }
  });
  return moved;
}

/** @param {Spot} spot @param {Spot} other @returns {number} the share of the way that the other goes */
function weight(spot, other) {
  if (spot.fixed) return 1;
  if (other.fixed) return 0;
  return spot.members.length / (spot.members.length + other.members.length);
}

/** @param {Point} a @param {Point} b */
const distance = (a, b) => Math.hypot(a.x - b.x, a.y - b.y);

const COLUMN = 2 ** 26; // more rows than any map has

/** @param {Point[]} points @param {number} size @returns {Map<number, number[]>} */
function grid(points, size) {
  /** @type {Map<number, number[]>} */
  const cells = new Map();
  points.forEach(({ x, y }, i) => {
    const key = Math.floor(x / size) * COLUMN + Math.floor(y / size);
    const cell = cells.get(key);
    if (cell) cell.push(i);
    else cells.set(key, [i]);
  });
  return cells;
}

/** @param {Map<number, number[]>} cells @param {Point} at @param {number} size @returns {number[]} */
function neighbours(cells, { x, y }, size) {
  const found = [];
  for (let i = Math.floor(x / size) - 1; i <= Math.floor(x / size) + 1; i++) {
    for (let j = Math.floor(y / size) - 1; j <= Math.floor(y / size) + 1; j++) {
      const inside = cells.get(i * COLUMN + j);
      if (inside) found.push(...inside);
    }
  }
  return found;
}
