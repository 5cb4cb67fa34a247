// The list of people follows what is typed and chosen; what is done about one shows in their line, with undo.
// Without this each form and button asks for a page.
import { fill } from "./trusted.js";

const finder = document.querySelector("#finder");
const list = document.querySelector("#list");
let asked = new AbortController();
let pause;

const follow = async () => {
  asked.abort();
  asked = new AbortController();
  const address = new URL(finder.action);
  for (const [name, value] of new FormData(finder)) if (value) address.searchParams.set(name, value);
  history.replaceState(null, "", address);
  address.searchParams.set("part", "1");
  try {
    const answer = await fetch(address, { signal: asked.signal });
    if (!answer.ok || answer.redirected) return finder.submit();
    fill(list, await answer.text());
    begin();
  } catch (error) {
    if (error.name !== "AbortError") finder.submit();
  }
};

const boxes = () => [...list.querySelectorAll('input[name="p"]')];

// The bar for many is there once somebody is ticked; it says how many.
const count = () => {
  const bar = list.querySelector("#bulk");
  if (!bar) return;
  const all = Boolean(bar.querySelector('[name="everybody"]')?.checked);
  const number = boxes().filter((box) => box.checked).length;
  const head = list.querySelector("[data-all]");
  head.checked = number > 0 && number === boxes().length;
  head.indeterminate = number > 0 && !head.checked;
  bar.classList.toggle("on", number > 0 || all);
  const said = bar.querySelector("[data-chosen]");
  said.dataset.words ??= said.textContent;
  said.textContent = number ? `${said.dataset.words} (${number})` : said.dataset.words;
};

const begin = () => {
  list.querySelector("#bulk")?.classList.add("follows");
  for (const hidden of list.querySelectorAll("[data-all], [data-none]")) hidden.hidden = false;
  count();
};

// One step for one person: the line comes back as it is now. What is refused is said on its page.
const act = async (button) => {
  const form = list.querySelector("#act");
  const action = button.formAction ?? button.href;
  const line = button.closest("tr");
  const ticked = line.querySelector('input[name="p"]').checked;
  const answer = await fetch(action, {
    method: "POST",
    body: new URLSearchParams(new FormData(form)),
    headers: { Accept: "text/x-row" },
  }).catch(() => null);
  if (!answer?.ok || answer.redirected) {
    form.action = action;
    return form.submit();
  }
  const held = document.createElement("tbody");
  fill(held, await answer.text());
  const fresh = held.querySelector("tr");
  line.replaceWith(fresh);
  fresh.querySelector('input[name="p"]').checked = ticked;
  (fresh.querySelector(".did button") ?? fresh.querySelector("[data-act], a")).focus();
  count();
};

if (finder && list) {
  finder.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(follow, 180);
  });
  finder.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(pause);
    follow();
  });
  list.addEventListener("change", (event) => {
    if (event.target.matches("[data-all]")) for (const box of boxes()) box.checked = event.target.checked;
    count();
  });
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (button && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      act(button);
    }
    if (event.target.closest("[data-none]")) {
      for (const box of boxes()) box.checked = false;
      const all = list.querySelector('[name="everybody"]');
      if (all) all.checked = false;
      count();
      list.querySelector("[data-all]").focus();
    }
  });
  // One menu is open at a time, and Escape closes it.
  list.addEventListener("toggle", ({ target }) => {
    if (!target.open) return;
    for (const other of list.querySelectorAll("details.row-menu[open]")) if (other !== target) other.open = false;
  }, true);
  list.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest("details.row-menu[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  begin();
}
