// <p data-follow="/r/…/version" data-followed="This page follows by itself.">Reload …</p>
// Asks every half minute whether the page would show something else, and then puts the new parts in
// their places. It rests while the page is hidden. Without this, a reload does the same.
import { pageOf } from "./trusted.js";

const hint = document.querySelector("[data-follow]");
const PARTS = [".cover", "#mine-now", "#mine-beside"];
const EVERY = 25_000;
let seen = null;
let timer = 0;

async function look() {
  const headers = seen ? { "If-None-Match": seen } : {};
  const answer = await fetch(hint.dataset.follow, { headers, cache: "no-store" });
  if (answer.status === 404) return false;
  if (answer.ok) {
    const first = seen === null;
    seen = answer.headers.get("ETag");
    if (!first) await renew();
  }
  return true;
}

async function renew() {
  const answer = await fetch(location.pathname, { cache: "no-store" });
  if (!answer.ok) return;
  const fresh = pageOf(await answer.text());
  for (const part of PARTS) {
    const old = document.querySelector(part);
    const next = fresh.querySelector(part);
    // Nothing is taken from under somebody's fingers: what they are in follows later.
    if (!old || !next || old.contains(document.activeElement)) continue;
    for (const one of old.querySelectorAll("details[open]")) {
      const same = [...next.querySelectorAll("details")].find(
        (other) => other.querySelector("summary").textContent === one.querySelector("summary").textContent,
      );
      if (same) same.open = true;
    }
    old.replaceWith(document.adoptNode(next));
  }
  const said = document.getElementById("said");
  const title = document.querySelector(".cover h1");
  if (said && title) said.textContent = title.textContent;
}

function wait() {
  clearTimeout(timer);
  // Not everybody in the room at the same moment.
  timer = setTimeout(turn, EVERY * (0.8 + 0.4 * Math.random()));
}

async function turn() {
  if (document.hidden) return;
  let goes = true;
  try {
    goes = await look();
  } catch {
    // No network just now: the next turn tries again.
  }
  if (goes) wait();
}

if (hint) {
  hint.textContent = hint.dataset.followed;
  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (!document.hidden) turn();
  });
  turn();
}
