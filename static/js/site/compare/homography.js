// @ts-check
/**
 * How a picture is laid over another one by CSS: homographies as nine numbers, row by row.
 *
 * A normalised matrix maps shares of a picture's width and height (0 … 1, from the top left
 * corner) to shares of the frame; the screen's own matrix has pixels on both sides.
 */

/** @typedef {readonly number[]} Matrix nine numbers, row by row */
/** @typedef {{width: number, height: number}} Size */

/** @type {Matrix} */
export const IDENTITY = [1, 0, 0, 0, 1, 0, 0, 0, 1];

/**
 * @param {Matrix} a
 * @param {Matrix} b
 * @returns {Matrix} first b, then a
 */
export function multiplied(a, b) {
  return a.map((_, i) => {
    const row = 3 * Math.floor(i / 3);
    const column = i % 3;
    return a[row] * b[column] + a[row + 1] * b[column + 3] + a[row + 2] * b[column + 6];
  });
}

/** @param {number} x @param {number} y @returns {Matrix} */
const scaling = (x, y) => [x, 0, 0, 0, y, 0, 0, 0, 1];

/**
 * The whole picture in the middle of a frame, as large as it fits.
 *
 * @param {Size} picture
 * @param {Size} frame
 * @returns {Matrix} normalised
 */
export function contained(picture, frame) {
  const shape = picture.width / picture.height / (frame.width / frame.height);
  const x = Math.min(1, shape);
  const y = Math.min(1, 1 / shape);
  return [x, 0, (1 - x) / 2, 0, y, (1 - y) / 2, 0, 0, 1];
}

/**
 * @param {Matrix} matrix normalised
 * @param {Size} picture as it lies in the frame's top left corner, pixels
 * @param {Size} frame pixels
 * @returns {Matrix} from pixels to pixels
 */
export const onScreen = (matrix, picture, frame) =>
  multiplied(
    scaling(frame.width, frame.height),
    multiplied(matrix, scaling(1 / picture.width, 1 / picture.height)),
  );

/** @param {Matrix} m in pixels @returns {string} value of ``transform``, around the top left corner */
export const css = (m) =>
  `matrix3d(${[m[0], m[3], 0, m[6], m[1], m[4], 0, m[7], 0, 0, 1, 0, m[2], m[5], 0, m[8]].join(", ")})`;
