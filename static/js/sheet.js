// The sheet follows what is chosen, and this device remembers stock and printer: the page begins with
// them. Without this, the button "Show the sheet" does the first and nobody the second.
import { pageOf } from "./trusted.js";
import { remembered } from "./door/printing.js";

const form = document.getElementById("badge-form");
const kept = ["stock", "printer"];

if (form) {
  let asked = 0;
  // What the page says of a stock, and which printers take it.
  const show = (page) => {
    for (const id of ["badge-look", "badge-head", "badge-test-first", "badge-printer"]) {
      const [now, then] = [document.getElementById(id), page.getElementById(id)];
      // A list that somebody has opened isn't taken from under their hand.
      if (id === "badge-printer" && now.textContent === then.textContent) continue;
      now.replaceWith(document.adoptNode(then));
    }
  };
  const follow = async (printer) => {
    const turn = ++asked;
    const address = new URL(form.dataset.page, location);
    for (const [name, value] of new FormData(form)) {
      if (value && name !== "csrf_token") address.searchParams.append(name, value);
    }
    if (printer) address.searchParams.set("printer", printer);
    const response = await fetch(address).catch(() => null);
    if (!response?.ok || turn !== asked) return; // what is wrong is said when the form is sent
    const page = pageOf(await response.text());
    show(page);
    history.replaceState(null, "", address);
    const chosen = Object.fromEntries(kept.map((name) => [name, address.searchParams.get(name)]));
    try {
      localStorage.setItem("badge-sheet", JSON.stringify(chosen));
    } catch {
      // A browser that keeps nothing prints as the page is set.
    }
  };
  const begin = () => {
    const { stock, printer } = remembered();
    const kept = stock && form.querySelector(`[name="stock"][value="${CSS.escape(stock)}"]`);
    const here = new URL(form.dataset.page, location);
    // An address that says a stock, and a form that was answered, say what is chosen.
    if (!kept || location.pathname !== here.pathname || new URLSearchParams(location.search).has("stock")) return;
    kept.checked = true;
    if (kept.closest("details")) kept.closest("details").open = true;
    follow(printer);
  };
  form.addEventListener("change", (event) => {
    if (event.target.name === "what" && event.target.value === "some") {
      document.getElementById("badge-people").open = true;
    }
    follow();
  });
  begin();
  document.querySelector("[data-refresh]")?.setAttribute("hidden", "");
}
