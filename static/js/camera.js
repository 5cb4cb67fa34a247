// A camera that reads QR codes: with the browser's own reader where it has one, else with ZXing in a
// worker, which is loaded only now. Nothing of a picture is kept, and none leaves the device.
import { workerAt } from "./trusted.js";

// Why there is no camera, in `reason`: insecure, none, denied, busy, unread.
export class NoCamera extends Error {
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

const REASONS = { NotAllowedError: "denied", SecurityError: "denied", NotFoundError: "none", OverconstrainedError: "none" };
// Between two looks, in milliseconds; and for how long a code must be out of the frame to count anew.
const PAUSE = 100, GONE = 4000, AGAIN = 2000;
const WIDE = 640, HIGH = 480;

const wait = (time) => new Promise((done) => setTimeout(done, time));

// ---------- what reads a picture ----------
const ownReader = async () => {
  if (!("BarcodeDetector" in window)) return null;
  const formats = await BarcodeDetector.getSupportedFormats().catch(() => []);
  if (!formats.includes("qr_code")) return null;
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  return {
    read: async (video) => (await detector.detect(video).catch(() => []))[0]?.rawValue ?? "",
    close() {},
  };
};

// By turns the whole picture, made small, and its middle as sharp as the camera sees it: the one finds
// a badge that is held close, the other one that is small.
const frames = () => {
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  let turn = 0;
  return (video) => {
    const wide = video.videoWidth, high = video.videoHeight;
    const whole = Math.min(1, Math.max(WIDE, HIGH) / Math.max(wide, high));
    const scale = whole < 1 && turn++ % 2 ? 1 : whole;
    canvas.width = Math.min(WIDE, Math.round(wide * scale));
    canvas.height = Math.min(WIDE, Math.round(high * scale));
    const w = canvas.width / scale, h = canvas.height / scale;
    pen.drawImage(video, (wide - w) / 2, (high - h) / 2, w, h, 0, 0, canvas.width, canvas.height);
    return pen.getImageData(0, 0, canvas.width, canvas.height);
  };
};

const zxingReader = async () => {
  const worker = new Worker(workerAt(new URL("./code-worker.js", import.meta.url)), { type: "module" });
  const answer = () =>
    new Promise((done, failed) => {
      worker.onmessage = ({ data }) => done(data);
      worker.onerror = () => failed(new NoCamera("unread"));
    });
  const { ready } = await answer();
  if (!ready) throw new NoCamera("unread");
  const frame = frames();
  return {
    read: async (video) => {
      if (!video.videoWidth) return "";
      const { width, height, data } = frame(video);
      const answered = answer();
      worker.postMessage({ width, height, data }, [data.buffer]);
      return (await answered).text;
    },
    close: () => worker.terminate(),
  };
};

// ---------- the camera itself ----------
// What was asked for, to ask for it again when the page is seen again.
const asked = new WeakMap();

const stopTracks = (video) => {
  video.srcObject?.getTracks().forEach((track) => track.stop());
  video.srcObject = null;
};

const track = (video) => video.srcObject?.getVideoTracks()[0];

const show = async (video, wanted) => {
  if (!window.isSecureContext) throw new NoCamera("insecure");
  if (!navigator.mediaDevices?.getUserMedia) throw new NoCamera("none");
  const size = { width: { ideal: 1280 }, height: { ideal: 720 } };
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { ...size, ...wanted } });
  } catch (error) {
    throw new NoCamera(REASONS[error.name] ?? "busy");
  }
  stopTracks(video);
  asked.set(video, wanted);
  video.srcObject = stream;
  // People look for themselves as in a mirror.
  video.classList.toggle("mirrored", track(video).getSettings().facingMode === "user");
  // Another stream may take its place before this one plays.
  await video.play().catch(() => {});
  if (document.hidden) stopTracks(video);
};

/** Whether the camera has a light that can be switched. */
export const hasLight = (video) => Boolean(track(video)?.getCapabilities?.().torch);

/** Switch the light of the camera. */
export const light = (video, on) => track(video).applyConstraints({ advanced: [{ torch: on }] });

/** The cameras of this device; a browser tells them only once one is open. */
export const cameras = async () =>
  (await navigator.mediaDevices.enumerateDevices()).filter((device) => device.kind === "videoinput");

/** Show the other side of the device, or the next camera where they have no sides. Gives what to ask for next time. */
export const turn = async (video) => {
  const { facingMode, deviceId } = track(video).getSettings();
  const all = await cameras();
  const next = all[(all.findIndex((each) => each.deviceId === deviceId) + 1) % all.length];
  const wanted = facingMode
    ? { facingMode: facingMode === "user" ? "environment" : "user" }
    : { deviceId: next.deviceId };
  // Many phones open one camera at a time.
  stopTracks(video);
  await show(video, wanted);
  return wanted;
};

/**
 * Show the camera in a video, and call `onCode` with the text of each QR code that comes into the frame:
 * once, until it has left. If `onCode` gives false, it is tried again. Gives a function that stops it all.
 * While the page is hidden the camera is off. Throws NoCamera.
 */
export async function openCamera(video, onCode, { wanted = { facingMode: "environment" }, onTrouble = () => {} } = {}) {
  let reader, stopped = false;
  const stop = () => {
    stopped = true;
    document.removeEventListener("visibilitychange", hide);
    stopTracks(video);
    reader?.close();
  };
  const trouble = (error) => {
    stop();
    onTrouble(error instanceof NoCamera ? error : new NoCamera("busy"));
  };
  const hide = () => {
    if (document.hidden) stopTracks(video);
    else if (!video.srcObject) {
      show(video, asked.get(video)).then(() => stopped && stopTracks(video), trouble);
    }
  };

  const [shown, loaded] = await Promise.allSettled([
    show(video, wanted),
    ownReader().then((own) => own ?? zxingReader()),
  ]);
  reader = loaded.value;
  if (shown.reason || loaded.reason) {
    stop();
    throw shown.reason ?? loaded.reason;
  }
  document.addEventListener("visibilitychange", hide);

  let seen = "", seenAt = 0;
  const look = async () => {
    // Unplugged, or no longer allowed.
    if (track(video)?.readyState === "ended") throw new NoCamera("busy");
    const text = video.srcObject ? await reader.read(video) : "";
    if (!text || stopped) return;
    if (text !== seen || Date.now() - seenAt > GONE) {
      seen = text;
      if ((await onCode(text)) === false) {
        await wait(AGAIN);
        seen = "";
      }
    }
    seenAt = Date.now();
  };
  (async () => {
    while (!stopped) {
      await look();
      await wait(PAUSE);
    }
  })().catch(trouble);
  return stop;
}
