// <button data-copy="id of an input, or of what holds a text" data-done="Copied" hidden>Copy link</button>
// Shown only when it can work; the input beside it can be copied by hand.
export function offerCopies(part) {
  for (const button of part.querySelectorAll("[data-copy]")) {
    const input = document.getElementById(button.dataset.copy);
    if (!input) continue;
    button.hidden = false;
    const said = document.createElement("span");
    said.className = "vh";
    said.setAttribute("role", "status");
    button.after(said);
    button.addEventListener("click", async () => {
      if (input.select) input.select();
      else getSelection().selectAllChildren(input);
      try {
        await navigator.clipboard.writeText(input.value ?? input.textContent);
      } catch {
        document.execCommand("copy");
      }
      button.classList.add("done");
      if (!button.dataset.done) return;
      button.textContent = button.dataset.done;
      said.textContent = button.dataset.done;
    });
  }
}

offerCopies(document);
