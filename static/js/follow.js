// <p data-follow="/r/…/version" data-mark="…" data-followed="This page follows by itself.">Reload …</p>
// Asks every half minute whether the page would show something else, and then puts the new parts in
// their places. It rests while the page is hidden. Without this, a reload does the same.
import { offerCopies } from "./copy.js";
import { pageOf } from "./trusted.js";

const hint = document.querySelector("[data-follow]");
const PARTS = [".cover", "#mine-now", "#mine-beside"];
const EVERY = 25_000;
// What somebody was in when the page was renewed, and the new part that waits until they have left it.
const late = new Map();
let shown = hint?.dataset.mark;
let timer = 0;

async function look() {
  for (const [part, next] of [...late]) put(part, next);
  const headers = { "If-None-Match": `"${shown}"` };
  const answer = await fetch(hint.dataset.follow, { headers, cache: "no-store" });
  if (answer.status === 404) return false;
  if (answer.ok) {
    const mark = await answer.text();
    if (await renew()) shown = mark;
  }
  return true;
}

async function renew() {
  const answer = await fetch(location.pathname, { cache: "no-store" });
  if (!answer.ok) return false;
  const fresh = pageOf(await answer.text());
  for (const part of PARTS) put(part, fresh.querySelector(part));
  return true;
}

function put(part, next) {
  const old = document.querySelector(part);
  late.delete(part);
  if (!old || !next) return;
  // Nothing is taken from under somebody's fingers: what they are in follows later.
  if (old.contains(document.activeElement)) return late.set(part, next);
  for (const one of old.querySelectorAll("details[open]")) {
    const same = [...next.querySelectorAll("details")].find(
      (other) => other.querySelector("summary").textContent === one.querySelector("summary").textContent,
    );
    if (same) same.open = true;
  }
  old.replaceWith(document.adoptNode(next));
  offerCopies(next);
  const said = document.getElementById("said");
  const title = next.querySelector(".cover h1");
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
