// Questions for some people only show while they apply. Without this each says for whom it is, and
// the server looks at what was answered.
const boxes = [...document.querySelectorAll("[data-only]")];
const folds = [...document.querySelectorAll("[data-others]")];

// What is chosen or typed in a field of the same form; what isn't shown isn't answered.
function given(box, name) {
  const form = box.closest("form, [data-form]");
  const inputs = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
  return inputs
    .filter((input) => !input.closest("[hidden]"))
    .filter((input) => input.checked || !["radio", "checkbox"].includes(input.type))
    .map((input) => input.value);
}

function applies(box) {
  const rule = Object.entries(JSON.parse(box.dataset.only));
  return rule.every(([name, values]) => given(box, name).some((value) => values.includes(value)));
}

function show() {
  for (const fold of folds) fold.hidden = false;
  for (const box of boxes) box.hidden = !applies(box);
  for (const fold of folds) fold.hidden = !fold.querySelector(".own:not([hidden])");
}

for (const said of document.querySelectorAll("[data-only] [data-when]")) said.hidden = true;
for (const fold of folds) {
  fold.open = true;
  fold.classList.remove("fold");
  fold.querySelector("summary").hidden = true;
}
// Before others who listen look at what is shown.
document.addEventListener("input", show, { capture: true });
show();
