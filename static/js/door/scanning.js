// The camera reads badges: each code goes once to `onCode`, which shows the answer, and gives false for a code
// that is to be tried again. What reads is loaded when the camera opens.

const region = (id) => document.getElementById(id);
const FACING = "camera-facing";

const kept = (storage, name) => {
  try {
    return JSON.parse(storage.getItem(name));
  } catch {
    return null;
  }
};
const keep = (storage, name, value) => {
  try {
    storage.setItem(name, JSON.stringify(value));
  } catch {
    // A device that remembers nothing asks anew.
  }
};

export const startScanning = (onCode) => {
  const camera = region("camera"), opener = region("open-camera"), find = document.querySelector(".doorfind");
  // The page of a server behind a proxy may have come by https, whatever the server knows.
  if (region("insecure")) region("insecure").hidden = window.isSecureContext;
  if (!camera || !opener) return;
  const video = camera.querySelector("video"), said = camera.querySelector("[data-said]");
  const lamp = camera.querySelector("[data-light]"), other = camera.querySelector("[data-turn]");
  const word = opener.querySelector("span"), start = word.textContent;
  let module = null, stop = null, busy = false;

  const say = (key) => {
    said.textContent = said.dataset[key];
    camera.classList.toggle("none", !["hold", "offline", "wait"].includes(key));
  };

  const read = async (code) => {
    const done = await onCode(code);
    say(done === false ? "offline" : "hold");
    return done;
  };

  const closed = () => {
    stop = null;
    lamp.hidden = other.hidden = true;
    word.textContent = start;
    sessionStorage.removeItem("camera");
  };

  const close = () => {
    stop();
    closed();
    camera.hidden = true;
  };

  const trouble = (error) => {
    closed();
    say(error.reason ?? "unread");
  };

  const offers = async () => {
    lamp.hidden = !module.hasLight(video);
    lamp.setAttribute("aria-pressed", "false");
    other.hidden = (await module.cameras()).length < 2;
  };

  const open = async () => {
    if (busy) return;
    busy = true;
    camera.hidden = false;
    say("wait");
    try {
      module ??= await import("../camera.js");
      const wanted = kept(localStorage, FACING) ?? undefined;
      stop = await module.openCamera(video, read, { wanted, onTrouble: trouble });
      say("hold");
      word.textContent = opener.dataset.stop;
      keep(sessionStorage, "camera", true);
      await offers();
    } catch (error) {
      trouble(error);
    } finally {
      busy = false;
    }
  };

  lamp.addEventListener("click", async () => {
    if (busy) return;
    const on = lamp.getAttribute("aria-pressed") !== "true";
    await module.light(video, on).then(() => lamp.setAttribute("aria-pressed", String(on)), () => (lamp.hidden = true));
  });
  other.addEventListener("click", async () => {
    if (busy) return;
    busy = true;
    const end = stop;
    try {
      keep(localStorage, FACING, await module.turn(video));
      // Closed meanwhile: what has opened since ends, too.
      if (stop) await offers();
      else end();
    } catch (error) {
      stop?.();
      trouble(error);
    } finally {
      busy = false;
    }
  });

  opener.hidden = false;
  find.querySelector("[type=submit]").hidden = true; // Enter finds, and so does typing.
  opener.addEventListener("click", () => (stop ? close() : open()));
  if (kept(sessionStorage, "camera")) open();
};
