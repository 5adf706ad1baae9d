// @ts-check
/**
 * Where marks stand so that none hides another: near ones move apart a little, crowds become one.
 *
 * Pure: the same positions give the same answer, whatever the window shows.
 */

/** @typedef {{x: number, y: number}} Point */
/** @typedef {{at: Point, true: Point, members: number[]}} Spot a mark, or a crowd of marks */

const NEAR = 24; // pixels between the middles of two marks, at least
/** More marks than ``size`` within ``reach`` pixels become a donut; on a full sheet sooner. */
const FEW = { size: 8, reach: 26 };
const MANY = { size: 3, reach: 38 };
const FULL_SHEET = 300; // marks
const ROUNDS = 24;
const GOLDEN = Math.PI * (3 - Math.sqrt(5));

/**
 * @param {Point[]} points pixels
 * @param {boolean} gather crowds become one spot
 * @returns {Spot[]}
 */
export function spread(points, gather = true) {
  const spots = gather ? gathered(points) : points.map((point, i) => single(point, i));
  for (let round = 0; round < ROUNDS && pushApart(spots); round++);
  return spots;
}

/** @param {Point} point @param {number} index @returns {Spot} */
const single = (point, index) => ({ at: { ...point }, true: point, members: [index] });

/**
 * @param {Point[]} points
 * @returns {Spot[]}
 */
function gathered(points) {
  const { size, reach } = points.length > FULL_SHEET ? MANY : FEW;
  const cells = grid(points, reach);
  const free = new Set(points.keys());
  /** @type {Spot[]} */
  const spots = [];
  points.forEach((point, i) => {
    if (!free.has(i)) return;
    const near = neighbours(cells, point, reach).filter(
      (j) => free.has(j) && distance(point, points[j]) < reach,
    );
    if (near.length <= size) return;
    for (const j of near) free.delete(j);
    const middle = {
      x: near.reduce((sum, j) => sum + points[j].x, 0) / near.length,
      y: near.reduce((sum, j) => sum + points[j].y, 0) / near.length,
    };
    spots.push({ at: { ...middle }, true: middle, members: near });
  });
  for (const i of free) spots.push(single(points[i], i));
  return spots;
}

/**
 * One round of pushing; crowds weigh more than single marks.
 *
 * @param {Spot[]} spots
 * @returns {boolean} whether anything moved
 */
function pushApart(spots) {
  const cells = grid(
    spots.map((spot) => spot.at),
    NEAR * 2,
  );
  let moved = false;
  spots.forEach((spot, i) => {
    for (const j of neighbours(cells, spot.at, NEAR * 2)) {
      if (j <= i) continue;
      const other = spots[j];
      const room = NEAR * (spot.members.length > 1 || other.members.length > 1 ? 1.4 : 1);
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
      const heavy = spot.members.length / (spot.members.length + other.members.length);
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

/** @param {Point} a @param {Point} b */
const distance = (a, b) => Math.hypot(a.x - b.x, a.y - b.y);

/** @param {Point[]} points @param {number} size @returns {Map<string, number[]>} */
function grid(points, size) {
  /** @type {Map<string, number[]>} */
  const cells = new Map();
  points.forEach(({ x, y }, i) => {
    const key = `${Math.floor(x / size)}:${Math.floor(y / size)}`;
    const cell = cells.get(key);
    if (cell) cell.push(i);
    else cells.set(key, [i]);
  });
  return cells;
}

/** @param {Map<string, number[]>} cells @param {Point} at @param {number} size @returns {number[]} */
function neighbours(cells, { x, y }, size) {
  const found = [];
  for (let i = Math.floor(x / size) - 1; i <= Math.floor(x / size) + 1; i++) {
    for (let j = Math.floor(y / size) - 1; j <= Math.floor(y / size) + 1; j++) {
      found.push(...(cells.get(`${i}:${j}`) ?? []));
    }
  }
  return found;
}
