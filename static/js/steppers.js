// − and + beside a number. Without this the number is typed, or changed with the arrow keys.
for (const button of document.querySelectorAll("[data-step]")) {
  const input = document.getElementById(button.dataset.for);
  if (!input) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    const before = input.value;
    if (button.dataset.step > 0) input.stepUp();
    else input.stepDown();
    if (input.value !== before) {
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
}
