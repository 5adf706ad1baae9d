// @ts-check
/** Lines of a picture on a clear ground: over the camera they show more than a pale photo does. */

const THRESHOLD = 60;

/**
 * The strength of edges (Sobel), scaled to 0 … 255.
 *
 * @param {Uint8ClampedArray} rgba
 * @param {number} width
 * @param {number} height
 * @returns {Uint8ClampedArray} RGBA: white lines, transparent elsewhere
 */
export function edgesOf(rgba, width, height) {
  const grey = new Float32Array(width * height);
  for (let i = 0; i < grey.length; i++)
    grey[i] = 0.299 * rgba[4 * i] + 0.587 * rgba[4 * i + 1] + 0.114 * rgba[4 * i + 2];
  const lines = new Uint8ClampedArray(rgba.length);
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x;
      const [up, down] = [i - width, i + width];
      const dx = grey[up + 1] + 2 * grey[i + 1] + grey[down + 1] - grey[up - 1] - 2 * grey[i - 1] - grey[down - 1];
      const dy = grey[down - 1] + 2 * grey[down] + grey[down + 1] - grey[up - 1] - 2 * grey[up] - grey[up + 1];
      const strength = Math.hypot(dx, dy) / 2;
      if (strength < THRESHOLD) continue;
      lines[4 * i] = lines[4 * i + 1] = lines[4 * i + 2] = 255;
      lines[4 * i + 3] = Math.min(255, 2 * strength);
    }
  }
  return lines;
}

/** @param {HTMLImageElement} image @returns {Promise<Blob | null>} PNG of its lines */
export async function edgePicture(image) {
  const { naturalWidth: width, naturalHeight: height } = image;
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context || !width) return null;
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  const lines = new ImageData(new Uint8ClampedArray(edgesOf(data, width, height)), width, height);
  context.putImageData(lines, 0, 0);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}
