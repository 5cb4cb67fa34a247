// The camera at the door: a badge in its frame is checked in at once. Its reader is loaded when it opens.
import { toneOf } from "../door-sounds.js";

const camera = document.getElementById("camera"), opener = document.getElementById("open-camera");
const form = document.getElementById("scanned"), find = document.querySelector(".doorfind");
const insecure = document.getElementById("insecure");
const FACING = "camera-facing";

// The page of a server behind a proxy may have come by https, whatever the server knows.
if (insecure) insecure.hidden = window.isSecureContext;

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

const answered = async (response) => {
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const id of ["answer", "counter", "last5", "doorbar"]) {
    const fresh = page.getElementById(id);
    if (fresh) document.getElementById(id)?.replaceWith(document.adoptNode(fresh));
  }
  const tone = toneOf(document);
  if (tone) document.dispatchEvent(new CustomEvent("door:answer", { detail: { tone } }));
};

// Gives false for a code that is to be tried again. Whoever can check in without a connection takes the
// code from the event instead.
const checkIn = async (code, say) => {
  const scanned = new CustomEvent("door:code", { detail: { code }, cancelable: true });
  if (!document.dispatchEvent(scanned)) return true;
  form.elements.code.value = code;
  let response;
  try {
    response = await fetch(form.action, { method: "POST", body: new FormData(form) });
  } catch {
    say("offline");
    return false;
  }
  // Signed out, or refused: the form itself goes where the answer is.
  if (!response.ok || !new URL(response.url).pathname.endsWith("/door")) {
    form.submit();
    return true;
  }
  await answered(response);
  say("hold");
  return true;
};

if (camera && opener) {
  const video = camera.querySelector("video"), said = camera.querySelector("[data-said]");
  const lamp = camera.querySelector("[data-light]"), other = camera.querySelector("[data-turn]");
  const word = opener.querySelector("span"), start = word.textContent;
  let module = null, stop = null, opening = false;

  const say = (key) => {
    said.textContent = said.dataset[key];
    camera.classList.toggle("none", !["hold", "offline", "wait"].includes(key));
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
    if (opening) return;
    opening = true;
    camera.hidden = false;
    say("wait");
    try {
      module ??= await import("../camera.js");
      const wanted = kept(localStorage, FACING) ?? undefined;
      stop = await module.openCamera(video, (code) => checkIn(code, say), { wanted, onTrouble: trouble });
      say("hold");
      word.textContent = opener.dataset.stop;
      keep(sessionStorage, "camera", true);
      await offers();
    } catch (error) {
      trouble(error);
    } finally {
      opening = false;
    }
  };

  lamp.addEventListener("click", async () => {
    const on = lamp.getAttribute("aria-pressed") !== "true";
    await module.light(video, on).then(() => lamp.setAttribute("aria-pressed", String(on)), () => (lamp.hidden = true));
  });
  other.addEventListener("click", async () => {
    try {
      keep(localStorage, FACING, await module.turn(video));
      await offers();
    } catch (error) {
      stop?.();
      trouble(error);
    }
  });

  opener.hidden = false;
  find.querySelector("[type=submit]").hidden = true; // Enter finds, and so does typing.
  opener.addEventListener("click", () => (stop ? close() : open()));
  if (kept(sessionStorage, "camera")) open();
}
