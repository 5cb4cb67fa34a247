// The camera reads badges: each code goes once to `onCode`, which shows the answer.

const region = (id) => document.getElementById(id);
const readsCodes = async () =>
  "BarcodeDetector" in window &&
  navigator.mediaDevices?.getUserMedia &&
  (await BarcodeDetector.getSupportedFormats()).includes("qr_code");

export const startScanning = async (onCode) => {
  const camera = region("camera"), opener = region("open-camera"), find = document.querySelector(".doorfind");
  if (!camera || !opener || !(await readsCodes())) return;
  const video = camera.querySelector("video"), said = camera.querySelector("[data-said]");
  const word = opener.querySelector("span"), start = word.textContent;
  let stream = null, seen = "", seenAt = 0;

  const say = (key) => (said.textContent = said.dataset[key]);

  const look = async (reader) => {
    if (!stream) return;
    const [code] = await reader.detect(video).catch(() => []);
    // The badge stays in the frame for a while: it is sent once, and again only after a pause.
    if (code && (code.rawValue !== seen || Date.now() - seenAt > 4000)) {
      seen = code.rawValue;
      await onCode(seen);
      navigator.vibrate?.(document.querySelector(".good-a") ? 80 : [80, 60, 80]);
      say("hold");
    }
    if (code) seenAt = Date.now();
    setTimeout(() => look(reader), 150);
  };

  const close = () => {
    stream?.getTracks().forEach((track) => track.stop());
    stream = null;
    camera.hidden = true;
    word.textContent = start;
    sessionStorage.removeItem("camera");
  };

  const open = async () => {
    camera.hidden = false;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      say("denied");
      return;
    }
    video.srcObject = stream;
    await video.play();
    say("hold");
    word.textContent = opener.dataset.stop;
    sessionStorage.setItem("camera", "on");
    look(new BarcodeDetector({ formats: ["qr_code"] }));
  };

  opener.hidden = false;
  find.querySelector("[type=submit]").hidden = true; // Enter finds, and so does typing.
  opener.addEventListener("click", () => (stream ? close() : open()));
  if (sessionStorage.getItem("camera")) open();
};
