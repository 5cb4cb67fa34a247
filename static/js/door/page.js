// The page of the door as it is worked: what is pressed goes to the server, or is kept here while the server is away.

import { clearAnswer, showAnswer } from "./answer.js";
import { SignedOut, ask, parse } from "./connection.js";
import { answerFor, drawHits, drawMissing, drawNotice, drawState, noteOf, otherPlan, say } from "./draw.js";
import { fingerprint, planOn } from "./evening.js";
import { found } from "./names.js";
import { onceAtATime } from "./once.js";
import { newId } from "./queue.js";
import { meetServer } from "./server.js";

const region = (id) => document.getElementById(id);

const swap = (page, ...ids) => {
  for (const id of ids) {
    const fresh = page.getElementById(id);
    if (fresh && region(id)) region(id).replaceWith(document.adoptNode(fresh));
  }
};

const formOf = (given) => {
  const body = new FormData();
  for (const [name, value] of Object.entries(given)) if (value) body.set(name, value);
  return body;
};

// A refusal has a page of its own: go there, as the form itself would.
const submit = (address, body) => {
  const form = Object.assign(document.createElement("form"), { method: "post", action: address });
  for (const [name, value] of body) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  document.body.append(form);
  form.submit();
};

export const begin = () => {
  const given = region("device").dataset, { door } = given, shell = "shell" in given;
  const find = document.querySelector(".doorfind"), input = find.elements.q;

  const draw = () => {
    document.body.classList.toggle("is-offline", !server.online());
    drawNotice(server.state());
    if (server.list()) drawState(server.list(), server.guests(), server.now());
  };
  const conflicted = async () => {
    const response = await ask(door);
    swap(await parse(response), "conflicts");
    return response.ok;
  };
  const server = meetServer({ ...given, shell, changed: draw, conflicted });

  const guestOf = (key) => server.guests().find((guest) => guest.key === String(key));
  const show = (kind, guest, badge) => showAnswer(answerFor(kind, server.list(), guest, server.now(), server.state().contact, badge));
  const answered = () => {
    input.value = "";
    region("hits").replaceChildren();
    // What was pressed may be gone: the focus never falls to the top of the page.
    (region("answer").querySelector(".btn") ?? input).focus();
  };

  // ---------- with the server ----------

  // Give the page when it isn't the door's: what the server has to say then stands there.
  const sendThere = async (address, body) => {
    const response = await server.send(address, body), page = await parse(response);
    if (!response.ok || new URL(response.url).pathname !== door) return page;
    history.replaceState(null, "", response.url);
    swap(page, "counter", "last5", "doorbar", "roles", "conflicts");
    const answer = page.querySelector("#answer > *"), said = page.querySelector(".flash span")?.textContent;
    if (answer) showAnswer(document.adoptNode(answer));
    else if (said) showAnswer(noteOf(said));
    else clearAnswer();
    answered();
    server.look();
    return null;
  };

  // Whether the server did it, or said why not; false when it is away.
  const there = async (act) => {
    try {
      await act();
      return true;
    } catch (error) {
      if (error instanceof SignedOut) await server.leave();
      else server.lost();
      return false;
    }
  };

  // ---------- on this device ----------

  const pressHere = async ({ kind, key, code }) => {
    const print = code && (await fingerprint(code));
    const guest = code ? server.guests().find((one) => one.codes.includes(print)) : guestOf(key);
    const badge = code && guest ? otherPlan(server.list(), guest, planOn(code), server.now()) : "";
    const about = guest?.id ? { rsvp: guest.id } : { walk_in: guest?.key };
    if (!guest) show("unknown");
    else if (kind === "out") {
      if (guest.at !== null) await server.keep({ kind, ...about });
      showAnswer(noteOf(say("undone", { name: guest.name })));
    } else if (!guest.going) show("no-place", guest);
    else if (guest.inside) show("already", guest, badge);
    else {
      await server.keep({ kind, ...about });
      show("in", guestOf(guest.key), badge);
    }
    answered();
  };

  // ---------- what is pressed ----------

  // Somebody is checked in or out again: by their number, or by the code on their badge. Gives false if neither
  // the server nor this device could take it.
  const press = onceAtATime(async (pressed) => {
    const { kind, key, code } = pressed;
    const onlyHere = server.keeps() && (shell || !server.online() || (key && guestOf(key)?.id === null));
    if (!onlyHere) {
      const address = `${door}/${kind === "in" ? "arrivals" : "undoings"}`, body = formOf({ rsvp: key, code });
      const done = await there(async () => {
        if (await sendThere(address, body)) submit(address, body);
      });
      if (done) return;
    }
    if (server.keeps()) return pressHere(pressed);
    showAnswer(noteOf(say("notSent"), "bad"));
    return false;
  }, ({ kind, key, code }) => `${kind} ${key ?? code}`);

  // Somebody walks in, by the button that was pressed; the form to show again when the server has something to say about it,
  // or the very form that was typed into when neither the server nor this device could take it.
  const walkIn = async (form, button) => {
    const body = new FormData(form, button);
    let again = null;
    const fromServer = (server.online() || !server.keeps()) && !shell && form.hasAttribute("action");
    const done = fromServer && (await there(async () => {
      const page = await sendThere(form.action, body);
      again = page?.getElementById("walk-in");
      if (page && !again) submit(form.action, body);
    }));
    if (done) return again;
    if (!server.keeps()) {
      form.querySelector("[role=alert]")?.remove();
      form.prepend(noteOf(say("notSent"), "bad"));
      return form;
    }
    // The same mark as the server's form has: sent both ways, it is one walk-in.
    const id = body.get("once") || newId();
    const names = { first_name: body.get("first_name"), last_name: body.get("last_name") ?? "" };
    await server.keep({ id, kind: "walk-in", ...names, role: Number(body.get("role")) });
    show("in", guestOf(id));
    answered();
    return null;
  };

  // ---------- search ----------

  let waiting = 0;
  const searchThere = () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const typed = input.value.trim(), address = new URL(find.action);
      if (typed) address.searchParams.set("q", typed);
      const response = await ask(address).catch(() => null); // The next letter asks again, and so does Enter.
      if (response?.ok && typed === input.value.trim()) swap(await parse(response), "hits", "counter");
    }, 120);
  };
  const searchHere = () => {
    const hits = found(server.guests(), input.value);
    drawHits(server.list(), hits, input.value.trim(), server.now());
  };
  const search = () => (server.list() ? searchHere() : searchThere());
  input.addEventListener("input", search);

  // ---------- forms and links ----------

  document.addEventListener("submit", (event) => {
    const form = event.target, path = new URL(form.action, location.href).pathname;
    const kind = { [`${door}/arrivals`]: "in", [`${door}/undoings`]: "out" }[path];
    if (form !== find && !kind) return;
    if (form === find && !server.list()) return;
    event.preventDefault();
    if (form === find) search();
    else press({ kind, key: form.elements.rsvp.value });
  });

  const followed = (link) => {
    if (!server.keeps()) return false;
    const away = !server.online();
    if (link.matches("[data-next]") && !(shell && !away)) {
      history.replaceState(null, "", door);
      clearAnswer();
      input.focus();
    } else if (away && link.matches("#hits a[data-key]")) {
      const guest = guestOf(link.dataset.key);
      show(guest.inside ? "already" : "no-place", guest);
    } else if (away && link.matches("[data-missing]")) {
      clearAnswer();
      drawMissing(server.list(), server.guests(), server.now());
      region("hits").scrollIntoView({ block: "center" });
    } else return false;
    return true;
  };

  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey) return;
    const own = event.target.closest?.("[data-press]"), link = event.target.closest?.("a[href]");
    if (own) press({ kind: own.dataset.press, key: own.dataset.key });
    else if (link && followed(link)) event.preventDefault();
  });

  draw();
  server.start();
  return {
    press,
    walkIn,
    lost: server.lost,
    // The list to work with while the server is away; none while it isn't.
    ownList: () => ((!server.online() || shell) && server.keeps() ? server.list() : null),
  };
};
