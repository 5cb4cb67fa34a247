// The badge in a form shows what is typed. Without this the server prints it on the next page.
const badge = document.querySelector("form [data-badge=badge]");
const form = badge?.closest("form");

// As eventapp.front.art.name_class counts: wide letters count 1.7, marks on letters nothing.
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\u{1f300}-\u{3fffd}]/u;

function units(name) {
  let sum = 0;
  for (const letter of name) {
    if (!/\p{M}/u.test(letter)) sum += WIDE.test(letter) ? 1.7 : 1;
  }
  return Math.max(3, Math.min(24, Math.ceil(sum)));
}

if (badge) {
  const part = (name) => badge.querySelector(`[data-badge=${name}]`);
  const typed = (name) => form.elements[name]?.value?.trim() ?? "";
  const fields = { first: "first_name", last: "last_name", pronouns: "pronouns", ask: "ask" };
  // What the server printed for a field that nobody has filled in stays the example.
  const example = {};
  for (const name in fields) example[name] = typed(fields[name]) ? "" : part(name).textContent;

  const draw = () => {
    for (const name in fields) part(name).textContent = typed(fields[name]) || example[name];
    part("says").textContent = answers();
    part("says").hidden = !part("says").textContent;
    part("first").className = `first n-${units(part("first").textContent)}`;
    const role = form.querySelector("[data-mark]:checked");
    if (!role) return;
    const label = role.closest("label");
    part("role").textContent = label.textContent.trim();
    part("band").className = `band fill-${role.dataset.mark}`;
    const mark = label.querySelector(".mark").cloneNode(true);
    mark.classList.remove("lg");
    part("mark").replaceChildren(mark);
  };

  // The organizer's own questions, as eventapp.rsvps.questions.event_questions.for_badge words them.
  function answers() {
    const boxes = [...form.querySelectorAll("[data-says]")].filter((box) => !box.closest("[hidden]"));
    return boxes.map(answer).filter(Boolean).join(" · ");
  }

  function answer(box) {
    const inputs = [...box.querySelectorAll("input, select")];
    const chosen = inputs
      .filter((input) => input.checked || !["radio", "checkbox"].includes(input.type))
      .map((input) => input.value.trim())
      .filter(Boolean);
    const { says: kind, asks } = box.dataset;
    if (kind === "yes_no") return chosen.includes("yes") ? asks : "";
    return chosen.length && kind === "number" ? `${asks}: ${chosen[0]}` : chosen.join(", ");
  }

  form.addEventListener("input", draw);
  draw();
}
