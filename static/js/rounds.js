// <p id="lost" data-version="/desk/…/hall/version" data-zone="Europe/Berlin" data-said="No connection since {time}" hidden>
// <div id="rounds" data-mark="…" data-turns="12"> … <b data-left="930" data-ticks>15:30</b>
// The clock ticks by itself; every few seconds the page asks whether it would show something else, and
// puts the new part in the place of the old one. Without this the page is loaded anew now and then.
import { pageOf } from "./trusted.js";

const lost = document.getElementById("lost");
const EVERY = 4_000;
let part = document.getElementById("rounds");
let seen = null;
let timer = 0;
let since = performance.now();
let turned = since;
let shown = 0;

function tick() {
  const figure = part.querySelector("[data-left]");
  if (figure?.hasAttribute("data-ticks")) {
    const all = Number(figure.dataset.left);
    const left = Math.max(0, Math.ceil(all - (performance.now() - since) / 1000));
    const said = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    if (figure.textContent !== said) {
      figure.textContent = said;
      const ring = part.querySelector(".ring");
      const whole = Number(ring.dataset.whole ?? (ring.dataset.whole = parseFloat(ring.getAttribute("stroke-dasharray"))));
      ring.setAttribute("stroke-dasharray", `${all ? (whole * left) / all : 0} 100`);
      if (left === 0) wait(1_200);
    }
  }
  const turns = Number(part.dataset.turns || 0) * 1000;
  if (turns && performance.now() - turned > turns) turn(shown + 1);
}

function turn(number) {
  const pages = [...part.querySelectorAll(".hall-tables")];
  if (!pages.length) return;
  shown = number % pages.length;
  turned = performance.now();
  pages.forEach((page, at) => (page.hidden = at !== shown));
  [...part.querySelectorAll(".hall-pages a")].forEach((link, at) => {
    if (at === shown) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  });
}

async function look() {
  const headers = seen ? { "If-None-Match": seen } : {};
  const answer = await fetch(lost.dataset.version, { headers, cache: "no-store" });
  if (answer.status !== 304) {
    if (answer.redirected || answer.status === 404) return say(lost.dataset.out);
    if (!answer.ok) throw new Error("no answer");
    const mark = answer.headers.get("ETag");
    if ((await answer.text()) !== part.dataset.mark) await renew();
    seen = mark;
  }
  say("");
}

function say(words) {
  if (lost.textContent !== words) lost.textContent = words;
  lost.hidden = !words;
}

async function renew() {
  const answer = await fetch(location.href, { cache: "no-store" });
  if (!answer.ok || answer.redirected) throw new Error("no answer");
  const fresh = pageOf(await answer.text());
  const next = fresh.getElementById("rounds");
  const was = part.contains(document.activeElement) && document.activeElement;
  part.replaceWith(document.adoptNode(next));
  part = next;
  since = performance.now();
  document.title = fresh.title;
  if (Number(part.dataset.turns)) turn(shown);
  // The same button, or the link that leads to the same place.
  if (was) [...part.querySelectorAll("a, button")].find((one) => one.id === was.id && one.href === was.href)?.focus();
}

function wait(time) {
  clearTimeout(timer);
  timer = setTimeout(follow, time);
}

async function follow() {
  try {
    await look();
  } catch {
    if (lost.hidden) {
      const how = { hour: "2-digit", minute: "2-digit", timeZone: lost.dataset.zone };
      const time = new Date().toLocaleTimeString(document.documentElement.lang, how);
      say(lost.dataset.said.replace("{time}", time));
    }
  }
  wait(EVERY);
}

if (lost && part) {
  shown = Math.max(0, [...part.querySelectorAll(".hall-tables")].findIndex((page) => !page.hidden));
  setInterval(tick, 250);
  document.addEventListener("visibilitychange", () => document.hidden || wait(0));
  follow();
}
