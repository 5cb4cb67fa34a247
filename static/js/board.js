// The seating board without reloading: every name, table and button is a form's button already;
// here the answer is fetched, put in place, and told. With somebody held, a name or table that is
// pointed at shows what the move would do to every figure. Esc puts back whoever is held, Ctrl+Z
// undoes. Dragging is an extra. Without this the same forms do the same.
import { pageOf } from "./trusted.js";

const main = document.querySelector("#main");
const board = () => document.querySelector("#board");
const held = () => board()?.dataset.holding || undefined;
const arrow = document.documentElement.dir === "rtl" ? "←" : "→";
let running = null;

// What is said must be said by an element that stays: it moves out of the part that is replaced.
const status = document.querySelector("#said");
if (status) document.body.append(status);
const say = (text) => {
  if (status) status.textContent = text;
};

// Put the fetched page's main part in place; focus stays where it was, or goes to what went wrong.
const show = (page, focus) => {
  const fresh = pageOf(page);
  const next = fresh.querySelector("#main");
  if (!fresh.querySelector("#board")) return false;
  const open = [...document.querySelectorAll("#board details[open]")].map((part) => part.id);
  next.querySelector("#said")?.remove();
  // Said once: by #said, or by the alert that trouble is.
  next.querySelector(".flashes [role=status]")?.removeAttribute("role");
  document.title = fresh.title;
  main.replaceChildren(...next.childNodes);
  ready();
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  const trouble = document.querySelector("#trouble");
  const target = focus && document.querySelector(focus);
  const button = target?.disabled ? document.querySelector("#undo:enabled, #redo:enabled") : target;
  if (button instanceof HTMLButtonElement) button.focus({ preventScroll: true });
  else if (trouble) trouble.scrollIntoView({ block: "center" });
  say(trouble ? "" : document.querySelector(".flash span")?.textContent ?? document.querySelector("#help")?.textContent ?? "");
  return true;
};

// A press while a change is on its way would be made from an old page, so it is dropped; one while
// a page is only looked up takes its place.
const go = async (address, options, focus) => {
  if (running?.changes) return;
  running?.abort();
  const halt = new AbortController();
  const mine = { changes: options.method === "POST", abort: () => halt.abort() };
  running = mine;
  board().setAttribute("aria-busy", "true");
  try {
    const headers = { Accept: "text/html" };
    const answer = await fetch(address, { ...options, headers, signal: halt.signal });
    const page = await answer.text();
    if (running !== mine) return;
    const { pathname, search } = new URL(answer.url);
    if (show(page, focus)) {
      if (answer.ok) history.replaceState(null, "", pathname + search);
    } else if (mine.changes && !answer.redirected) {
      // What was refused without a board, as to a page of before signing in anew: there is nothing to see at its address.
      sessionStorage.setItem("refused", "1");
      location.reload();
    } else {
      location.assign(answer.url);
    }
  } catch {
    if (running === mine) location.reload();
  } finally {
    if (running === mine) {
      running = null;
      board()?.removeAttribute("aria-busy");
    }
  }
};

// The element that has the focus afterwards: the name, the lock or the button that was pressed.
const focusAfter = (form, fields, pressed) => {
  if (pressed?.id) return `#${pressed.id}`;
  if (pressed?.name.endsWith("lock")) return `button[form=locks][value="${pressed.value}"]`;
  if (pressed?.name === "compare") return ".toggle";
  const was = document.querySelector(".person[aria-pressed=true]")?.closest(".seat")?.id;
  const who = form.querySelector("[name=rsvp]")?.value ?? fields.get("why");
  const seat = who ? `seat-${who}` : form.method === "get" && was;
  return seat ? `#${seat} .person` : undefined;
};

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!board() || !board().contains(form)) return;
  event.preventDefault();
  const pressed = event.submitter;
  const fields = new FormData(form, pressed);
  // The chooser of the bar gives way to the button that was pressed.
  if (pressed?.name === "to") fields.set("to", pressed.value);
  const focus = focusAfter(form, fields, pressed);
  if (form.method === "get") {
    go(`${form.action}?${new URLSearchParams(fields)}`, {}, focus);
  } else {
    if (form.dataset.busy) say(form.dataset.busy);
    const address = pressed?.hasAttribute("formaction") ? pressed.formAction : form.action;
    go(address, { method: "POST", body: new URLSearchParams(fields) }, focus);
  }
});

document.addEventListener("click", (event) => {
  const off = event.target.closest?.("#hand-off");
  if (!off || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  go(off.href.split("#")[0], {}, `${off.hash} .person`);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && held()) document.querySelector("#hand-off")?.click();
  const key = event.key.toLowerCase();
  const turn = key === "y" || (key === "z" && event.shiftKey) ? "#redo" : key === "z" && "#undo";
  if (!turn || !(event.ctrlKey || event.metaKey) || event.altKey) return;
  if (event.target.closest?.("input, textarea")) return;
  const button = document.querySelector(turn);
  if (!button) return;
  event.preventDefault();
  button.click();
});

// What a move would do: beside each figure, and in the list of why.
const preview = (button) => {
  const after = button.dataset.after.split(" ").map(Number);
  const list = document.querySelector("#preview");
  if (!list) return;
  list.querySelector("h2").textContent = button.dataset.what;
  const rows = list.querySelectorAll("li");
  document.querySelectorAll("[data-fig]").forEach((fig, at) => {
    const now = Number(fig.dataset.fig);
    const by = (after[at] - now) * ("more" in rows[at].dataset ? -1 : 1);
    const tone = by < 0 ? "up" : by > 0 ? "down" : "same";
    const { better, worse, stays } = list.dataset;
    const said = rows[at].lastElementChild;
    said.className = tone;
    said.textContent = by ? `${now} ${arrow} ${after[at]} ${by < 0 ? better : worse}` : `${now} ${stays}`;
    fig.querySelector(".to")?.remove();
    if (!by) return;
    const to = document.createElement("span");
    to.className = `to ${tone}`;
    to.textContent = ` ${arrow} ${after[at]}`;
    fig.querySelector(".fig-n").append(to);
  });
};
for (const kind of ["mouseover", "focusin"]) {
  document.addEventListener(kind, (event) => {
    const button = event.target.closest?.("#board [data-after]");
    if (button) preview(button);
  });
}
document.addEventListener("change", (event) => {
  if (event.target.id !== "hand-to") return;
  const button = document.querySelector(`[data-after][value="${event.target.value}"]`);
  if (button) preview(button);
});

// Dragging a name onto another, or onto a table with a free chair, picks up and puts down.
const dragged = () => document.querySelector(".seat.dragged");
function ready() {
  for (const button of document.querySelectorAll("#board .seat > button.person")) {
    button.parentElement.draggable = true;
  }
}

document.addEventListener("dragstart", (event) => {
  const seat = event.target.closest?.(".seat");
  if (!seat) return;
  seat.classList.add("dragged");
  event.dataTransfer.setData("text/plain", seat.id);
  event.dataTransfer.effectAllowed = "move";
});
document.addEventListener("dragend", () => dragged()?.classList.remove("dragged"));
document.addEventListener("dragover", (event) => {
  if (dragged() && event.target.closest?.(".tbl")) event.preventDefault();
});
document.addEventListener("drop", async (event) => {
  const from = dragged();
  const table = event.target.closest?.(".tbl");
  if (!from || !table) return;
  event.preventDefault();
  const over = event.target.closest(".seat");
  const pick = document.querySelector("#pick");
  if (over === from || table.contains(from)) return;
  const who = from.id.replace("seat-", "");
  const fields = new URLSearchParams(new FormData(pick));
  fields.set("why", who);
  if (held() !== undefined) await go(document.querySelector("#hand-off").href.split("#")[0], {});
  await go(`${pick.action}?${fields}`, {}, `#seat-${who} .person`);
  const place = over ? `person:${over.id.replace("seat-", "")}` : `table:${table.getAttribute("aria-labelledby").slice(2)}`;
  const button = document.querySelector(`button[form=move][name=to][value="${place}"]`);
  if (button) button.click();
});
ready();

// The board as it is now says that a press on an older one did nothing.
if (board() && sessionStorage.getItem("refused")) {
  sessionStorage.removeItem("refused");
  const note = Object.assign(document.createElement("p"), { className: "note bad mt-4", textContent: board().dataset.refused });
  note.setAttribute("role", "alert");
  board().prepend(note);
}

// Without the board yet: one press is enough.
document.querySelector("form[data-busy]:not(#board *)")?.addEventListener("submit", (event) => {
  const button = event.target.querySelector("button");
  button.setAttribute("aria-disabled", "true");
  button.textContent = event.target.dataset.busy;
  event.target.addEventListener("submit", (again) => again.preventDefault());
});
