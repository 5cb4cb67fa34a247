// The parts of the page as the server makes them, filled from the list: the templates are in door/_device.html.

import { lastFive, missing, roleCounts, tableNow } from "./evening.js";
import { marked } from "./names.js";

const region = (id) => document.getElementById(id);
const part = (name) => region(`part-${name}`).content.firstElementChild.cloneNode(true);
const words = () => region("device").dataset;

// A sentence of the page with values in it: "from {time}".
export const say = (key, values = {}) => words()[key].replace(/\{(\w+)\}/g, (_all, name) => values[name] ?? "");
// One for each kind of number that the language of the page tells apart: one, few, many …
let rule = null;
const sayCount = (key, number, values = {}) => {
  rule ??= new Intl.PluralRules(document.documentElement.lang);
  const kind = rule.select(number);
  return say(key + kind[0].toUpperCase() + kind.slice(1), { number, ...values });
};

let clock = null;
export const hour = (list, at) => {
  clock ??= new Intl.DateTimeFormat(document.documentElement.lang, { timeZone: list.zone, timeStyle: "short" });
  return clock.format(at);
};

const fill = (where, name, text) => {
  const spot = where.querySelector(`[data-fill=${name}]`);
  if (!spot) return;
  if (text) spot.textContent = text;
  else spot.remove();
};

const putMark = (where, role) => {
  const spot = where.querySelector("[data-mark]");
  const drawing = region("part-marks").content.querySelector(`.mark-${role?.mark ?? 8}`).cloneNode(true);
  if (spot.dataset.mark) drawing.classList.add(spot.dataset.mark);
  spot.replaceWith(drawing);
};

const roleOf = (list, guest) => list.roles.find((role) => role.id === guest.role);
const tableOf = (list, guest, now) => tableNow(guest, list.rounds, now);

// ---------- lists ----------

const hit = (list, guest, text, now) => {
  const line = part("hit"), role = roleOf(list, guest), [table] = tableOf(list, guest, now);
  putMark(line, role);
  line.querySelector("bdi").replaceChildren(
    ...marked(guest.name, text).map(([piece, typed]) => {
      if (!typed) return piece;
      const mark = document.createElement("mark");
      mark.role = "none"; // A name is heard as one word.
      mark.textContent = piece;
      return mark;
    }),
  );
  fill(line, "about", [role?.name ?? say("noRole"), table && say("table", { number: table })].filter(Boolean).join(". "));
  const kind = guest.inside ? "in" : guest.going ? "press" : "no-place";
  for (const way of line.querySelectorAll("[data-kind]")) {
    if (way.dataset.kind !== kind) way.remove();
    else Object.assign(way.dataset, { key: guest.key });
  }
  const way = line.querySelector("[data-kind]");
  if (kind === "press") way.setAttribute("aria-label", say("checkIn", { name: guest.name }));
  else way.href = `${words().door}?who=${guest.id ?? ""}${guest.inside ? "&again=1" : ""}`;
  if (kind === "in") way.textContent = say("in", { time: hour(list, guest.at) });
  if (kind === "no-place") way.textContent = say(guest.state === "waitlisted" ? "waitlist" : "noPlace");
  return line;
};

const MOST = 12;

// Those who were found; what to do where nobody was.
export const drawHits = (list, hits, text, now) => {
  const box = region("hits"), shown = document.createElement("ul");
  shown.className = "hits";
  shown.append(...hits.slice(0, MOST).map((guest) => hit(list, guest, text, now)));
  if (!text) return box.replaceChildren();
  if (!hits.length) {
    const nobody = part("nobody");
    fill(nobody, "typed", say("nobody", { typed: text }));
    return box.replaceChildren(nobody);
  }
  const more = document.createElement("p");
  more.className = "small muted mt-3";
  more.textContent = hits.length > MOST ? sayCount("more", hits.length - MOST) : "";
  box.replaceChildren(shown, ...(more.textContent ? [more] : []));
};

// Everybody who is not here, for when the page about them can't be asked for.
export const drawMissing = (list, guests, now) => {
  const shown = document.createElement("ul");
  shown.className = "hits";
  const absent = missing(guests).sort((one, other) => one.name.localeCompare(other.name));
  shown.append(...absent.map((guest) => hit(list, guest, "", now)));
  region("hits").replaceChildren(shown);
};

// Whether a part of the page is to show something else than it does. A status is spoken when it changes, and what has the
// focus keeps it: so a part is left alone while it doesn't.
const isNew = (box, shown) => {
  if (box.dataset.shown === shown) return false;
  box.dataset.shown = shown;
  return true;
};

const drawLast = (list, guests, now) => {
  const box = region("last5-list");
  const last = lastFive(guests).map((guest) => {
    const [table] = tableOf(list, guest, now);
    const about = [hour(list, guest.at), table && say("lastTable", { number: table }), guest.source === "door" && say("walkIn")];
    return { key: guest.key, name: guest.name, role: roleOf(list, guest), about: about.filter(Boolean).join(", ") };
  });
  if (!isNew(box, JSON.stringify(last))) return;
  const lines = last.map(({ key, name, role, about }) => {
    const line = part("last"), undo = line.querySelector("button");
    putMark(line, role);
    line.querySelector("bdi").textContent = name;
    fill(line, "about", about);
    undo.dataset.key = key;
    undo.setAttribute("aria-label", say("undoFor", { name }));
    return line;
  });
  const rows = document.createElement("ul"), focused = box.querySelector(":focus");
  rows.append(...lines);
  box.replaceChildren(last.length ? rows : part("nobody-yet"));
  if (focused) (box.querySelector(`[data-key="${focused.dataset.key}"]`) ?? box).focus();
};

const drawCounter = (guests) => {
  const expected = guests.filter((guest) => guest.going).length, arrived = guests.filter((guest) => guest.inside).length;
  const counter = region("counter");
  if (!isNew(counter, `${arrived}/${expected}`)) return;
  counter.querySelector("b").textContent = arrived;
  counter.querySelector("span").textContent = say("ofIn", { number: expected });
  counter.querySelector("rect")?.setAttribute("width", expected ? (100 * Math.min(arrived / expected, 1)).toFixed(1) : 0);
  const absent = document.querySelector("[data-missing]");
  if (absent) absent.textContent = sayCount("missing", expected - arrived);
};

const drawRoles = (list, guests) => {
  const counts = roleCounts(list, guests), box = region("roles");
  if (!isNew(box, JSON.stringify(counts))) return;
  const lines = counts.map(([role, count]) => {
    const line = part("role");
    putMark(line, role);
    line.querySelector("b").textContent = count;
    fill(line, "name", role.name);
    return line;
  });
  box.querySelector("ul").replaceChildren(...lines);
  box.hidden = !counts.length;
};

// What happens next, for the head of a page that the server didn't make.
const lineOf = (list, now) => {
  const next = list.rounds.findIndex((begins) => now < begins);
  return next < 0 ? say("lineLast") : say("lineRound", { number: next + 1, time: hour(list, list.rounds[next]) });
};

// All that shows who is in.
export const drawState = (list, guests, now) => {
  region("title").textContent = list.title;
  region("line").textContent ||= lineOf(list, now);
  drawCounter(guests);
  drawLast(list, guests, now);
  drawRoles(list, guests);
};

// ---------- the notice ----------

// What the page says of the connection by itself: whether there is one, how many wait, how old the list is.
export const drawNotice = ({ online, keeps, waiting, sent, list, contact }) => {
  const box = region("notice");
  const since = list ? hour(list, contact) : "";
  let lines = null;
  if (!online && list && !keeps) lines = [say("awayOnly"), say("cannotKeep")];
  else if (!online && !list) lines = [say("awayOnly"), say("noList")];
  else if (!online) lines = [say("away"), [waiting ? sayCount("kept", waiting) : say("carryOn"), say("since", { time: since })].join(" ")];
  else if (waiting) lines = [say("back"), sayCount("sending", waiting)];
  else if (sent) lines = [say("back"), sayCount("sent", sent)];
  const told = lines?.join(" ") ?? "";
  if (box.dataset.told === told) return;
  box.dataset.told = told;
  box.replaceChildren();
  if (!lines) return;
  const note = part(online ? "back" : "away");
  fill(note, "head", lines[0]);
  fill(note, "rest", ` ${lines[1]}`);
  box.append(note);
};

// ---------- the answer ----------

const TONES = { in: "good-a", already: "sun-a", "no-place": "bad-a", unknown: "bad-a" };

// What to tell whoever wears a badge of another plan than the list's: the list doesn't know what was on theirs.
export const otherPlan = (list, guest, printed, now) => {
  if (printed === null || printed === list.plan) return "";
  if (printed > list.plan) return say("newerBadge");
  const first = Math.max(1, list.rounds.filter((begins) => begins <= now).length);
  const tables = guest.tables.map((table, place) => [place + 1, table]).filter(([round, table]) => table && round >= first);
  const said = tables.map(([round, table]) => say("roundTable", { round, table })).join("; ");
  return said && say("olderBadge", { tables: said });
};

// The big answer without a connection: what the list knows, and what it can't.
export const answerFor = (kind, list, guest, now, contact, badge = "") => {
  const answer = part("answer");
  answer.classList.add(TONES[kind]);
  for (const icon of answer.querySelectorAll("[data-tone]")) if (icon.dataset.tone !== TONES[kind]) icon.remove();
  const role = guest && roleOf(list, guest), [table, from] = guest ? tableOf(list, guest, now) : [0, 0];
  fill(answer, "word", say(kind === "no-place" && guest.state === "waitlisted" ? "wordWaitlist" : { in: "wordIn", already: "wordAlready", "no-place": "wordNoPlace", unknown: "wordUnknown" }[kind]));
  fill(answer, "name", guest?.name);
  fill(answer, "say", sentence(kind, list, guest, role, contact));
  fill(answer, "badge", badge);
  if (kind === "in" && role) putMark(answer, role);
  else answer.querySelector("[data-mark]").remove();
  const seat = answer.querySelector(".tbl-no");
  const comesIn = kind === "in" || kind === "already";
  if (!comesIn || !table) seat.remove();
  else {
    fill(seat, "table", String(table));
    fill(seat, "from", from ? say("from", { time: hour(list, from) }) : "");
  }
  const undo = answer.querySelector("[data-undo]");
  if (guest?.inside) undo.dataset.key = guest.key;
  else undo.remove();
  if (comesIn) answer.querySelector("[data-walk-in]").remove();
  return answer;
};

const sentence = (kind, list, guest, role, contact) => {
  const since = hour(list, contact);
  if (kind === "in") return [role?.name, guest.source === "door" && say("walkInSaid")].filter(Boolean).join(". ");
  if (kind === "unknown") return say("sayUnknown", { time: since });
  if (kind === "no-place") return say("sayNoPlace", { time: since });
  const time = hour(list, guest.at);
  return guest.mine ? say("alreadyMe", { time }) : guest.by ? say("alreadyBy", { time, who: guest.by }) : say("alreadyAt", { time });
};

// A sentence where the answers are.
export const noteOf = (said, tone = "good") => {
  const note = part("undone");
  note.classList.add(tone);
  note.textContent = said;
  return note;
};
