// @ts-check
/** Small line drawings of the categories, so that colour is never the only cue. */

export const GLYPH_BOX = 12;

/** Path data in a box of 12 × 12, to be stroked. @type {Record<string, string>} */
export const GLYPHS = {
  // a pipe over water
  river_outlet: "M1 2.5h5.5v3M1 9c1.25-1.6 2.5-1.6 3.75 0s2.5 1.6 3.75 0 2.5-1.6 2.5 0",
  // a heap
  dumping: "M1 10h10M2 10l2.5-4L6 7.5 8 3.5l2.5 6.5",
  // a saw-tooth roof
  illegal_factory: "M1.5 10.5v-5l3 2v-2l3 2v-2l3 2v3zM8.5 4V1.5",
  // rising vapour
  odour:
    "M3 10.5c-1.5-2 1.5-3 0-5s1-2.5.5-4M6.5 10.5c-1.5-2 1.5-3 0-5s1-2.5.5-4M10 10.5c-1.5-2 1.5-3 0-5s1-2.5.5-4",
  // a stack and its plume
  air: "M3 10.5l.8-5h2.4l.8 5zM4.5 3.5C5 1.5 7 3 8 1.5s2.5.5 3-.5",
  // a basin with its inlet
  sewage_station: "M1.5 4.5v6h9v-6M1.5 7.5h9M6 5V1.5",
  other: "M2.5 6h.1M6 6h.1M9.5 6h.1",
};
