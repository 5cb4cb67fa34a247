// The badge in a form shows what is typed. Without this the server prints it on the next page.
const badge = document.querySelector("[data-badge=badge]");
const form = document.querySelector("form[data-badge-form]");

if (badge && form) {
  const part = (name) => badge.querySelector(`[data-badge=${name}]`);
  const value = (name) => form.elements[name]?.value?.trim() ?? "";
  const field = (name) => form.dataset[name] ?? name; // data-first="first_name" and so on

  // As eventapp.front.art.name_class counts it: wide letters count 1.7, marks on letters nothing.
  const units = (name) => {
    let sum = 0;
    for (const letter of name) {
      if (/\p{M}/u.test(letter)) continue;
      sum += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60\u{1f300}-\u{3fffd}]/u.test(letter) ? 1.7 : 1;
    }
    return Math.max(3, Math.min(24, Math.ceil(sum)));
  };

  const draw = () => {
    const first = value(field("first"));
    part("first").textContent = first;
    part("first").className = `first n-${units(first)}`;
    part("last").textContent = value(field("last"));
    part("pronouns").textContent = value(field("pronouns"));
    part("ask").textContent = value(field("ask"));
    const role = form.querySelector("[data-mark]:checked");
    if (!role) return;
    part("role").textContent = role.closest("label").textContent.trim();
    part("band").className = `band fill-${role.dataset.mark}`;
    const mark = role.closest("label").querySelector(".mark").cloneNode(true);
    mark.classList.remove("lg");
    part("mark").replaceChildren(mark);
  };

  form.addEventListener("input", draw);
  draw();
}
