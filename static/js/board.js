// The seating board without reloading: every name, table and button is a form's button already;
// here the answer is fetched, put in place, and told. Esc puts back whoever is held. Dragging is an
// extra. Without this the same forms do the same.
const main = document.querySelector("#main");
const board = () => document.querySelector("#board");
const held = () => board()?.dataset.holding || undefined;
let running = null;

// What is said must be said by an element that stays: it moves out of the part that is replaced.
const status = document.querySelector("#said");
if (status) document.body.append(status);
const say = (text) => {
  if (status) status.textContent = text;
};

// Put the fetched page's main part in place; focus stays on the seat, or goes to what went wrong.
const show = (page, focus) => {
  const fresh = new DOMParser().parseFromString(page, "text/html");
  const next = fresh.querySelector("#main");
  if (!fresh.querySelector("#board")) return false;
  const openRule = document.querySelector(".addrule")?.open;
  next.querySelector("#said")?.remove();
  document.title = fresh.title;
  main.replaceChildren(...next.childNodes);
  ready();
  if (openRule) document.querySelector(".addrule").open = true;
  const trouble = document.querySelector("#trouble");
  const seat = focus && document.querySelector(`${focus} .person`);
  if (seat instanceof HTMLButtonElement) seat.focus({ preventScroll: true });
  else if (trouble) trouble.scrollIntoView({ block: "center" });
  say(trouble?.textContent ?? document.querySelector(".flash span")?.textContent ?? document.querySelector("#help")?.textContent ?? "");
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
    if (!show(page, focus)) location.assign(answer.url);
    else if (answer.ok) history.replaceState(null, "", pathname + search);
  } catch {
    if (running === mine) location.reload();
  } finally {
    if (running === mine) {
      running = null;
      board()?.removeAttribute("aria-busy");
    }
  }
};

const seatOf = (form) => {
  const who = form.querySelector("[name=rsvp]")?.value ?? new FormData(form).get("why");
  return who ? `#seat-${who}` : undefined;
};

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!board() || !board().contains(form)) return;
  event.preventDefault();
  const fields = new FormData(form, event.submitter);
  // The chooser of the bar gives way to the button that was pressed.
  if (event.submitter?.name === "to") fields.set("to", event.submitter.value);
  const was = document.querySelector("[aria-pressed=true]")?.closest(".seat")?.id;
  if (form.method === "get") {
    const focus = fields.get("why") ? `#seat-${fields.get("why")}` : was && `#${was}`;
    go(`${form.action}?${new URLSearchParams(fields)}`, {}, focus);
  } else {
    if (form.dataset.busy) say(form.dataset.busy);
    go(form.action, { method: "POST", body: new URLSearchParams(fields) }, seatOf(form));
  }
});

document.addEventListener("click", (event) => {
  const off = event.target.closest?.("#hand-off");
  if (!off || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  go(off.href.split("#")[0], {}, off.hash);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && held()) document.querySelector("#hand-off")?.click();
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
  await go(`${pick.action}?${fields}`, {}, `#seat-${who}`);
  const place = over ? `person:${over.id.replace("seat-", "")}` : `table:${table.getAttribute("aria-labelledby").slice(2)}`;
  const button = document.querySelector(`button[form=move][name=to][value="${place}"]`);
  if (button) button.click();
});
ready();

// Without the board yet: one press is enough.
document.querySelector("form[data-busy]:not(#board *)")?.addEventListener("submit", (event) => {
  const button = event.target.querySelector("button");
  button.setAttribute("aria-disabled", "true");
  button.textContent = event.target.dataset.busy;
  event.target.addEventListener("submit", (again) => again.preventDefault());
});
