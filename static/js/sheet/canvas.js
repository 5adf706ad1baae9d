// @ts-check
/**
 * A canvas in a pane of the map, a little larger than the window so that a pan shows no edge.
 *
 * The picture moves with the map by CSS and is painted again when the map comes to rest, or when a
 * long pan runs out of it: panning costs nothing per site.
 */

/* global L */

const SPARE = 0.25; // of the window, on each side

/**
 * @typedef {object} View
 * @property {number} zoom
 * @property {{min: {x: number, y: number}, max: {x: number, y: number}}} box painted part, in layer pixels
 */

export class CanvasPane {
  /**
   * @param {any} map Leaflet map
   * @param {string} name of the pane
   * @param {number} zIndex
   * @param {(context: CanvasRenderingContext2D, view: View) => void} draw in layer pixels
   */
  constructor(map, name, zIndex, draw) {
    this.map = map;
    this.draw = draw;
    this.pending = 0;
    const pane = map.createPane(name);
    pane.style.zIndex = String(zIndex);
    pane.style.pointerEvents = "none";
    this.canvas = L.DomUtil.create("canvas", "leaflet-zoom-animated sheet-canvas", pane);
    this.canvas.setAttribute("aria-hidden", "true");
    this.context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    map.on("moveend zoomend viewreset resize", this.paint, this);
    map.on("move", this.follow, this);
    map.on("zoomanim", this.animate, this);
    map.whenReady(this.paint, this);
  }

  /** Paint with the next frame, however often it is asked for. */
  redraw() {
    this.pending ||= requestAnimationFrame(() => this.paint());
  }

  paint() {
    cancelAnimationFrame(this.pending);
    this.pending = 0;
    const size = this.map.getSize();
    const spare = size.multiplyBy(SPARE).round();
    const corner = this.map.containerPointToLayerPoint(spare.multiplyBy(-1)).round();
    const whole = size.add(spare.multiplyBy(2));
    const ratio = window.devicePixelRatio || 1;
    this.box = L.bounds(corner, corner.add(whole));
    this.zoom = this.map.getZoom();
    this.corner = this.map.layerPointToLatLng(corner);
    L.DomUtil.setPosition(this.canvas, corner);
    this.canvas.width = Math.round(whole.x * ratio);
    this.canvas.height = Math.round(whole.y * ratio);
    this.canvas.style.width = `${whole.x}px`;
    this.canvas.style.height = `${whole.y}px`;
    this.context.setTransform(ratio, 0, 0, ratio, -corner.x * ratio, -corner.y * ratio);
    this.draw(this.context, { zoom: this.zoom, box: this.box });
  }

  follow() {
    const size = this.map.getSize();
    const seen = L.bounds(
      this.map.containerPointToLayerPoint([0, 0]),
      this.map.containerPointToLayerPoint(size),
    );
    if (this.map.getZoom() !== this.zoom || !this.box.contains(seen)) this.redraw();
  }

  /** Scale the picture along with an animated zoom. @param {{center: any, zoom: number}} event */
  animate({ center, zoom }) {
    const map = this.map;
    const origin = map
      .project(center, zoom)
      .subtract(map.getSize().divideBy(2))
      .add(L.DomUtil.getPosition(map.getPane("mapPane")))
      .round();
    const corner = map.project(this.corner, zoom).subtract(origin);
    L.DomUtil.setTransform(this.canvas, corner, map.getZoomScale(zoom, this.zoom));
  }
}
