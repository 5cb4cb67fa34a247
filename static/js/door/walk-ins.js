// Walk-ins in a sheet over the page: the server's form, or the short one of the device when the server is away.

const parse = async (response) => new DOMParser().parseFromString(await response.text(), "text/html");

const openSheet = (form) => {
  const sheet = document.createElement("dialog");
  sheet.className = "sheet stack gap-4";
  sheet.setAttribute("aria-labelledby", "walk-in-title");
  form.querySelector("h1").id = "walk-in-title";
  sheet.append(...document.adoptNode(form).childNodes);
  sheet.querySelector("[data-close]").addEventListener("click", (click) => {
    click.preventDefault();
    sheet.close();
  });
  sheet.addEventListener("close", () => sheet.remove());
  document.body.append(sheet);
  sheet.showModal();
  sheet.querySelector("[name=first_name]").focus();
  return sheet;
};

// The form with a role for each that is offered, for when no server makes it.
const ownForm = (list) => {
  const form = document.getElementById("part-walk-in").content.firstElementChild.cloneNode(true);
  const roles = form.querySelector(".roles"), marks = document.getElementById("part-marks").content;
  for (const role of list.roles.filter(({ id }) => list.offered.includes(id))) {
    const label = document.createElement("label"), input = document.createElement("input"), name = document.createElement("span");
    const mark = marks.querySelector(`.mark-${role.mark}`).cloneNode(true);
    mark.classList.add("lg");
    Object.assign(input, { type: "radio", name: "role", value: role.id, required: true });
    name.textContent = role.name;
    label.append(mark, input, name);
    roles.append(label);
  }
  return form;
};

// `walkIn` keeps or sends what was typed and says whether that is done; `isOnline` gives the list when the server is away.
export const startWalkIns = ({ walkIn, isOnline }) => {
  const open = (form) => {
    const sheet = openSheet(form);
    sheet.addEventListener("submit", async (event) => {
      event.preventDefault();
      const { target } = event;
      const again = await walkIn(target);
      if (again) {
        sheet.close();
        open(again);
      } else sheet.close();
    });
  };
  document.addEventListener("click", async (event) => {
    const link = event.target.closest?.("a[href*='/door/walk-ins']");
    if (!link || event.ctrlKey || event.metaKey || !window.HTMLDialogElement) return;
    event.preventDefault();
    const { list } = isOnline();
    if (list) return open(ownForm(list));
    try {
      const form = (await parse(await fetch(link.href, { signal: AbortSignal.timeout(4000) }))).getElementById("walk-in");
      open(form);
    } catch {
      const known = isOnline({ lost: true }).list;
      if (known) open(ownForm(known));
      else location.href = link.href;
    }
  });
};
