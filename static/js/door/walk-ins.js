// Walk-ins in a sheet over the page: the server's form, or the short one of the device when the server is away.

import { ask, parse } from "./connection.js";
import { onceAtATime } from "./once.js";

const openSheet = (form) => {
  const sheet = document.createElement("dialog");
  sheet.className = "sheet stack gap-4";
  sheet.setAttribute("aria-labelledby", "walk-in-title");
  form.querySelector("h1, h2").id = "walk-in-title";
  sheet.append(...document.adoptNode(form).childNodes);
  sheet.querySelector("[data-close]").addEventListener("click", (click) => {
    click.preventDefault();
    sheet.close();
  });
  sheet.addEventListener("close", () => sheet.remove());
  document.body.append(sheet);
  sheet.showModal();
  // What the server asks or complains of comes first: a phone's keyboard would hide it.
  (sheet.querySelector("[autofocus]") ?? sheet.querySelector("[name=first_name]")).focus();
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

// `walkIn` sends or keeps what was typed, and gives the form to show again if there is something to mend; `ownList` is the
// list of this device while the server is away, and `lost` says that it is.
export const startWalkIns = ({ walkIn, lost, ownList }) => {
  const open = (form) => {
    const sheet = openSheet(form);
    const send = onceAtATime(async (typed, button) => {
      const again = await walkIn(typed, button);
      if (again === typed) return;
      sheet.close();
      if (again) open(again);
    });
    sheet.addEventListener("submit", (event) => {
      event.preventDefault();
      send(event.target, event.submitter);
    });
  };
  const openFrom = onceAtATime(async (address) => {
    if (ownList()) return open(ownForm(ownList()));
    try {
      open((await parse(await ask(address))).getElementById("walk-in"));
    } catch {
      lost();
      if (ownList()) open(ownForm(ownList()));
      else location.href = address;
    }
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href*='/door/walk-ins']");
    if (!link || event.ctrlKey || event.metaKey || !window.HTMLDialogElement) return;
    event.preventDefault();
    openFrom(link.href);
  });
};
