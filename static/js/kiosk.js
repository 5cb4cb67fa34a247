// The kiosk goes on without this: names are typed, and Done leads back to the start.
// Here: a page that nobody touches goes back by itself, the camera reads codes, the badge prints.

// ---------- back to the start ----------
const page = document.querySelector("[data-again]");
if (page) {
  const back = () => location.replace(page.dataset.again);
  let timer;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(back, 1000 * page.dataset.seconds);
  };
  for (const sign of ["pointerdown", "keydown", "input"]) addEventListener(sign, wait);
  // What the print window waits for is done, or was called off.
  addEventListener("afterprint", wait);
  wait();
}

// ---------- print ----------
const print = document.getElementById("print"), label = document.getElementById("label");
if (print && label) {
  print.hidden = false;
  document.getElementById("as-pdf").hidden = true;
  print.addEventListener("click", () => window.print());
}

// ---------- the camera ----------
const opener = document.getElementById("open-camera"), form = document.getElementById("kiosk-form");
if (opener && form) {
  const camera = document.getElementById("camera"), said = camera.querySelector("[data-said]");
  let openCamera = null;
  try {
    ({ openCamera } = await import("./camera.js"));
  } catch {
    // No camera here: names are typed.
  }
  const enter = (code) => {
    form.elements.who.value = code;
    form.submit();
  };
  // The sentence stays in the place of the picture, and the button comes back.
  const trouble = (error) => {
    camera.classList.add("none");
    said.textContent = said.dataset[error.reason ?? "unread"];
    opener.hidden = false;
    sessionStorage.removeItem("camera");
  };
  const open = async () => {
    opener.hidden = true;
    camera.hidden = false;
    camera.classList.remove("none");
    said.textContent = said.dataset.wait;
    try {
      await openCamera(camera.querySelector("video"), enter, { onTrouble: trouble });
      said.textContent = said.dataset.hold;
      sessionStorage.setItem("camera", "on");
    } catch (error) {
      trouble(error);
    }
  };
  if (openCamera && navigator.mediaDevices?.getUserMedia) {
    opener.hidden = false;
    opener.addEventListener("click", open);
    if (sessionStorage.getItem("camera")) open();
  }
}
