// What was typed into a form outlives a reload and a step back, in this tab alone: pages that hold
// personal data are kept by no browser. Without this the browser does what it can.
const PLAIN = new Set(["hidden", "password", "file", "submit"]);

// Once it has arrived, whoever uses this tab next begins with an empty form.
if (document.querySelector("[data-typed-arrived]")) {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith("typed:")) sessionStorage.removeItem(key);
  }
}

for (const form of document.querySelectorAll("form[data-keep]")) {
  const key = `typed:${location.pathname}:${form.dataset.keep}`;
  const fields = () => [...form.elements].filter((field) => field.name && !PLAIN.has(field.type));
  const ticks = (field) => field.type === "radio" || field.type === "checkbox";

  // What the server shows again after a mistake is newer than what was kept.
  let kept = null;
  if (!form.querySelector(".problem, .bad")) {
    try {
      kept = JSON.parse(sessionStorage.getItem(key));
    } catch {
      // Kept by nobody else, and never worth a broken page.
    }
  }
  if (kept) {
    for (const field of fields()) {
      const values = kept[field.name];
      if (!values) continue;
      if (ticks(field)) field.checked = values.includes(field.value);
      else if (values.length) field.value = values[0];
    }
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  form.addEventListener("input", () => {
    const now = {};
    for (const field of fields()) {
      now[field.name] ??= [];
      if (!ticks(field) || field.checked) now[field.name].push(field.value);
    }
    try {
      sessionStorage.setItem(key, JSON.stringify(now));
    } catch {
      // A browser that keeps nothing loses it as before.
    }
  });
}
