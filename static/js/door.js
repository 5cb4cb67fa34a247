// The door goes on without this: names are found by the form, codes by the phone's own camera.
// Here: the search answers while one types, walk-ins open in a sheet, and the camera reads badges.

import { toneOf } from "./door-sounds.js";
import { startScanning } from "./door/scanning.js";

const region = (id) => document.getElementById(id);
const parse = async (response) => new DOMParser().parseFromString(await response.text(), "text/html");

const swap = (page, ...ids) => {
  for (const id of ids) {
    const fresh = page.getElementById(id);
    if (fresh && region(id)) region(id).replaceWith(document.adoptNode(fresh));
  }
};

// ---------- search while typing ----------
const find = document.querySelector(".doorfind");
if (find) {
  const input = find.elements.q;
  let waiting, asked = input.value.trim();
  const ask = async () => {
    const typed = input.value.trim();
    if (typed === asked) return;
    asked = typed;
    const address = new URL(find.action);
    if (typed) address.searchParams.set("q", typed);
    try {
      const response = await fetch(address);
      if (!response.ok || typed !== input.value.trim()) return;
      swap(await parse(response), "hits", "counter");
      history.replaceState(null, "", address);
    } catch {
      asked = null; // No connection: the next letter asks again, and so does Enter.
    }
  };
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 120);
  });
}

// ---------- walk-ins in a sheet ----------
document.addEventListener("click", async (event) => {
  const link = event.target.closest?.("a[href*='/door/walk-ins']");
  if (!link || event.ctrlKey || event.metaKey || !window.HTMLDialogElement) return;
  event.preventDefault();
  try {
    const page = await parse(await fetch(link.href));
    const form = page.getElementById("walk-in");
    const sheet = document.createElement("dialog");
    sheet.className = "sheet stack gap-4";
    sheet.setAttribute("aria-labelledby", "walk-in-title");
    form.querySelector("h1").id = "walk-in-title";
    sheet.append(...document.adoptNode(form).childNodes);
    sheet.querySelector("a.btn").addEventListener("click", (click) => {
      click.preventDefault();
      sheet.close();
    });
    sheet.addEventListener("close", () => sheet.remove());
    document.body.append(sheet);
    sheet.showModal();
    sheet.querySelector("[name=first_name]").focus();
  } catch {
    location.href = link.href;
  }
});

// ---------- a badge is printed as the badge page was last set on this device ----------
const remembered = () => {
  try {
    return JSON.parse(localStorage.getItem("badge-sheet")) ?? {};
  } catch {
    return {};
  }
};
document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-print]");
  if (!form) return;
  for (const [name, value] of Object.entries(remembered())) {
    const field = form.elements[name] ?? form.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name }));
    field.value = value;
  }
});

// ---------- the camera ----------
const form = region("scanned");

// Gives false for a code that didn't reach the server.
const checkIn = async (code) => {
  form.elements.code.value = code;
  const response = await fetch(form.action, { method: "POST", body: new FormData(form) }).catch(() => null);
  if (!response) return false;
  // Signed out, or refused: the form itself goes where the answer is.
  if (!response.ok || !new URL(response.url).pathname.endsWith("/door")) return form.submit();
  swap(await parse(response), "answer", "counter", "last5", "doorbar");
  const tone = toneOf(document);
  if (tone) document.dispatchEvent(new CustomEvent("door:answer", { detail: { tone } }));
  return true;
};
startScanning(checkIn);
