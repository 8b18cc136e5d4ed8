// The camera, its lamp where it has one, and what it reads. The browser's own reader where there is
// one, else the decoder that lies on the phone since it was enrolled.
import { button, h } from "./dom.js";
import { t } from "./words.js";

const EVERY = 150;

export async function reader() {
  const formats = await globalThis.BarcodeDetector?.getSupportedFormats?.().catch(() => []) ?? [];
  if (formats.includes("qr_code")) return new BarcodeDetector({ formats: ["qr_code"] });
  const folder = document.body.dataset.decoder;
  const { BarcodeDetector: Own, prepareZXingModule } = await import("../../vendor/decoder/ponyfill.js");
  prepareZXingModule({ overrides: { locateFile: (name) => `${folder}${name}` } });
  return new Own({ formats: ["qr_code"] });
}

// A view of the camera; `seen` gets the text of each code, once while it stays before the lens.
export function camera(seen) {
  const video = h("video", { playsinline: true, "aria-label": t("Camera") });
  video.muted = true;
  const told = h("p", { role: "status" }, t("Opening the camera…"));
  const view = h("div", { class: "camera" }, video, told);
  let stream = null;
  let stopped = false;
  let last = "";
  const look = async (eye) => {
    if (stopped) return;
    try {
      const [code] = video.readyState >= 2 ? await eye.detect(video) : [];
      if (code && code.rawValue !== last && !stopped) seen(code.rawValue);
      last = code?.rawValue ?? "";
    } catch (error) {
      console.warn("not read", error);
    }
    setTimeout(look, EVERY, eye);
  };
  const begin = async () => {
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } } });
      if (stopped) return stop();
      video.srcObject = stream;
      await video.play();
      told.remove();
      lamp(stream.getVideoTracks()[0], view);
      look(await reader());
    } catch (error) {
      told.textContent = error.name === "NotAllowedError" ? t("The camera is not allowed. Type the number.") : t("No camera here. Type the number.");
      view.classList.add("is-off");
    }
    return undefined;
  };
  const stop = () => {
    stopped = true;
    for (const track of stream?.getTracks() ?? []) track.stop();
  };
  begin();
  return { view, stop };
}

function lamp(track, view) {
  if (!track.getCapabilities?.().torch) return;
  let on = false;
  const press = async () => {
    on = !on;
    await track.applyConstraints({ advanced: [{ torch: on }] }).catch(() => {});
    light.setAttribute("aria-pressed", String(on));
  };
  const light = button(t("Lamp"), press, { mark: "sun", "aria-pressed": "false" });
  view.append(light);
}
