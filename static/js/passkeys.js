// @ts-check
/**
 * Coming in by a passkey, and making one: the device answers, the form carries its answer to the
 * server as any other form. Where the browser knows no passkeys, the page says so.
 */

const form = /** @type {HTMLFormElement} */ (document.getElementById("passkey"));
const button = /** @type {HTMLButtonElement} */ (form.querySelector("button"));
const offered = document.getElementById("passkey-options");

/** @param {string} text base64url */
const toBytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));

/** @param {ArrayBuffer} bytes @returns {string} base64url */
const toText = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

/** @param {string} [name] of what went wrong; none takes back what was said before */
const tell = (name) => {
  const notes = /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll("[data-fault]"));
  const known = [...notes].some((note) => note.dataset.fault === name);
  for (const note of notes) note.hidden = note.dataset.fault !== (known || !name ? name : "other");
};

/** @param {any} options as the server gives them: bytes are base64url */
const make = (options) =>
  navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: toBytes(options.challenge),
      user: { ...options.user, id: toBytes(options.user.id) },
      excludeCredentials: options.excludeCredentials.map((/** @type {any} */ one) => ({
        ...one,
        id: toBytes(one.id),
      })),
    },
  });

const show = async () => {
  const body = new FormData(form);
  const answer = await fetch(/** @type {string} */ (form.dataset.ask), { method: "POST", body }).catch(
    () => null,
  );
  if (!answer?.ok) throw new DOMException("", "network");
  const options = await answer.json();
  return navigator.credentials.get({
    publicKey: { ...options, challenge: toBytes(options.challenge), allowCredentials: [] },
  });
};

/** @param {any} credential @returns {string} the answer of the device as JSON */
const told = ({ id, rawId, type, response }) =>
  JSON.stringify({
    id,
    rawId: toText(rawId),
    type,
    response: Object.fromEntries(
      ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]
        .filter((name) => response[name])
        .map((name) => [name, toText(response[name])]),
    ),
  });

const answer = async () => {
  tell();
  button.disabled = true;
  try {
    const credential = offered ? await make(JSON.parse(offered.textContent ?? "")) : await show();
    const field = /** @type {HTMLInputElement} */ (form.elements.namedItem("credential"));
    field.value = told(credential);
    form.submit();
  } catch (error) {
    tell(error instanceof Error ? error.name : "other");
    button.disabled = false;
  }
};

form.hidden = false;
if ("PublicKeyCredential" in window) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void answer();
  });
} else {
  button.disabled = true;
  tell("other");
}
