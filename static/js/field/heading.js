// @ts-check
/**
 * Where the back camera of a phone looks, from the angles of DeviceOrientation (W3C): device axes
 * x right, y up the screen, z out of the screen; earth axes east, north, up.
 */

import { circle } from "./ground.js";

const radians = (/** @type {number} */ degrees) => (degrees * Math.PI) / 180;
const FLAT = 0.35; // of the view's length is level: below, it looks at the ground or the sky

/**
 * The column of the rotation matrix that says where the screen's back points.
 *
 * @param {number} alpha degrees about z
 * @param {number} beta degrees about x
 * @param {number} gamma degrees about y
 * @returns {[number, number, number]} east, north, up
 */
export function view(alpha, beta, gamma) {
  const [a, b, c] = [radians(alpha), radians(beta), radians(gamma)];
  return [
    -Math.cos(a) * Math.sin(c) - Math.sin(a) * Math.sin(b) * Math.cos(c),
    -Math.sin(a) * Math.sin(c) + Math.cos(a) * Math.sin(b) * Math.cos(c),
    -Math.cos(b) * Math.cos(c),
  ];
}

/**
 * @param {number} alpha
 * @param {number} beta
 * @param {number} gamma
 * @returns {number | null} degrees from the north of the compass; null: it looks up or down
 */
export function lookHeading(alpha, beta, gamma) {
  const [east, north] = view(alpha, beta, gamma);
  if (Math.hypot(east, north) < FLAT) return null;
  return circle((Math.atan2(east, north) * 180) / Math.PI);
}

/**
 * How far the horizon is tilted in the picture of a phone held upright or on its side.
 *
 * @param {number} beta
 * @param {number} gamma
 * @param {number} screenAngle how far the screen's picture is turned, degrees
 * @returns {number} −180 < d ≤ 180; clockwise positive
 */
export function tilt(beta, gamma, screenAngle = 0) {
  const [b, c] = [radians(beta), radians(gamma)];
  // gravity along the screen's right and up
  const right = Math.cos(b) * Math.sin(c);
  const up = -Math.sin(b);
  const angle = circle((Math.atan2(right, -up) * 180) / Math.PI - screenAngle);
  return angle > 180 ? angle - 360 : angle;
}
