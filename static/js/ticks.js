// <output data-ticks="wish">2</output> counts the ticked boxes of its form that have data-tick="wish".
// Without this the number is the one the server printed.
for (const output of document.querySelectorAll("[data-ticks]")) {
  const form = output.form;
  const boxes = () => [...form.elements].filter((box) => box.dataset.tick === output.dataset.ticks);
  const count = () => {
    output.textContent = boxes().filter((box) => box.checked).length;
  };
  form.addEventListener("change", count);
  count();
}
