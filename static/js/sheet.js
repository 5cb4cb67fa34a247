// The sheet follows what is chosen, and this device remembers stock and printer. Without this, the
// button "Show the sheet" does the first and nobody the second.
const form = document.getElementById("badge-form");
const kept = ["stock", "printer"];

if (form) {
  let asked = 0;
  const follow = async () => {
    const turn = ++asked;
    const address = new URL(form.dataset.page, location);
    for (const [name, value] of new FormData(form)) {
      if (value && name !== "csrf_token") address.searchParams.append(name, value);
    }
    const response = await fetch(address).catch(() => null);
    if (!response?.ok || turn !== asked) return; // what is wrong is said when the form is sent
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    for (const id of ["badge-look", "badge-head"]) {
      document.getElementById(id).replaceWith(document.adoptNode(page.getElementById(id)));
    }
    history.replaceState(null, "", address);
    const chosen = Object.fromEntries(kept.map((name) => [name, address.searchParams.get(name)]));
    try {
      localStorage.setItem("badge-sheet", JSON.stringify(chosen));
    } catch {
      // A browser that keeps nothing prints as the page is set.
    }
  };
  form.addEventListener("change", follow);
  document.querySelector("[data-refresh]")?.setAttribute("hidden", "");
}
