// @ts-check
/** The camera in the page: full resolution where the browser gives it. */

const PHOTO_PATIENCE_MS = 5_000;
const QUALITY = 0.92;

export class Camera {
  /** @type {MediaStream | null} */
  #stream = null;

  /** @param {HTMLVideoElement} video */
  constructor(video) {
    this.video = video;
  }

  /** Whether this browser has one at all. */
  static possible() {
    return Boolean(navigator.mediaDevices?.getUserMedia);
  }

  /** @returns {Promise<"on" | "denied" | "none">} */
  async open() {
    if (!Camera.possible()) return "none";
    try {
      this.#stream = await navigator.mediaDevices.getUserMedia({
        audio: false,
        video: {
          facingMode: { ideal: "environment" },
          width: { ideal: 4096 },
          height: { ideal: 3072 },
        },
      });
    } catch (error) {
      return /** @type {Error} */ (error).name === "NotAllowedError" ? "denied" : "none";
    }
    this.video.srcObject = this.#stream;
    await this.video.play().catch(() => {});
    return "on";
  }

  close() {
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = null;
    this.video.srcObject = null;
  }

  /** @returns {Promise<Blob>} a JPEG, or what the camera itself makes */
  async shoot() {
    const track = this.#stream?.getVideoTracks()[0];
    if (track && "ImageCapture" in globalThis) {
      const photo = await patiently(new /** @type {any} */ (globalThis).ImageCapture(track).takePhoto());
      // some cameras give a smaller picture than the stream: then the stream is better
      if (photo && (await widthOf(photo)) >= this.video.videoWidth) return photo;
    }
    return this.#frame();
  }

  /** @returns {Promise<Blob>} */
  async #frame() {
    const { videoWidth: width, videoHeight: height } = this.video;
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [width, height];
    canvas.getContext("2d")?.drawImage(this.video, 0, 0);
    return new Promise((done, fail) =>
      canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("no picture"))), "image/jpeg", QUALITY),
    );
  }
}

/** @param {Promise<Blob>} taking @returns {Promise<Blob | null>} */
async function patiently(taking) {
  const tired = new Promise((give) => setTimeout(() => give(null), PHOTO_PATIENCE_MS));
  return /** @type {Promise<Blob | null>} */ (Promise.race([taking.catch(() => null), tired]));
}

/** @param {Blob} blob */
async function widthOf(blob) {
  const bitmap = await createImageBitmap(blob).catch(() => null);
  const width = bitmap?.width ?? 0;
  bitmap?.close();
  return width;
}
