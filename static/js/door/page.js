// The page of the door as it is worked: what is pressed goes to the server, or is kept here while the server is away.

import { clearAnswer, showAnswer } from "./answer.js";
import { SignedOut, Unreachable, ask } from "./connection.js";
import { answerFor, drawHits, drawMissing, drawNotice, drawState, noteOf, say } from "./draw.js";
import { entries, fingerprint } from "./evening.js";
import { found } from "./names.js";
import { newId, openQueue } from "./queue.js";
import { canKeep, forgetList, forgetLists, keepList, readList } from "./store.js";

const EVERY = 4000;
const region = (id) => document.getElementById(id);
const parse = async (response) => new DOMParser().parseFromString(await response.text(), "text/html");

export const begin = () => {
  const { door, list: listAddress, reports, worker } = region("device").dataset;
  const shell = "shell" in region("device").dataset;
  const find = document.querySelector(".doorfind"), input = find.elements.q;
  // `kept` is what the server said last; `ahead`, how far its clock is ahead of this device's.
  let kept = null, queue = null, online = !shell, etag = "", token = "", ahead = 0, contact = 0, sent = 0;

  const now = () => Date.now() + ahead;
  const guests = () => entries(kept.list, kept.in, queue.waiting());
  const guestOf = (key) => guests().find((guest) => guest.key === String(key));

  // ---------- what is shown ----------

  const drawFound = () => drawHits(kept.list, found(guests(), input.value), input.value.trim(), now());
  const notice = () =>
    drawNotice({ online, waiting: queue?.waiting().length ?? 0, sent, list: kept?.list, contact });
  const draw = () => {
    document.body.classList.toggle("is-offline", !online);
    notice();
    if (kept) drawState(kept.list, guests(), now());
  };
  const swap = (page, ...ids) => {
    for (const id of ids) {
      const fresh = page.getElementById(id);
      if (fresh && region(id)) region(id).replaceWith(document.adoptNode(fresh));
    }
  };
  const clearSearch = () => {
    input.value = "";
    region("hits").replaceChildren();
  };

  // ---------- the server ----------

  const measure = (state, asked) => {
    ahead = Math.round(state.now - (asked + Date.now()) / 2);
    token = state.token;
    etag = "";
  };

  const poll = async () => {
    const have = kept?.mark ?? "", asked = Date.now();
    const headers = etag ? { "If-None-Match": etag } : {};
    const response = await ask(`${listAddress}?have=${have}`, { headers });
    if (response.status !== 304) {
      const state = await response.json();
      measure(state, asked);
      const conflicts = kept && String(state.conflicts) !== String(kept.conflicts);
      kept = { ...kept, ...state };
      etag = response.headers.get("ETag");
      if (conflicts && !shell) await showConflicts();
    }
    contact = now();
    kept.contact = contact;
    kept.ahead = ahead;
    if (queue && now() < kept.until) await keepList(door, kept).catch(() => {});
  };

  const showConflicts = async () => swap(await parse(await ask(door)), "conflicts");

  const post = async (batch) => {
    const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
    const response = await ask(reports, { method: "POST", headers, body: JSON.stringify(batch) });
    if (!response.ok) {
      etag = ""; // The token may be an old one: the next look brings another.
      throw new Unreachable();
    }
    return (await response.json()).answers;
  };

  // Look, send what waits, look again: an answer of ours is what "the network is back" means.
  const contactServer = async () => {
    await poll();
    online = true;
    const waiting = queue?.waiting().length ?? 0;
    if (waiting) {
      notice();
      await queue.send(post);
      sent += waiting - queue.waiting().length;
      await poll();
    }
  };

  // One look at a time: whoever asks for one meanwhile gets the next, which knows what they did.
  let looking = null;
  const look = async () => {
    await looking;
    await (looking ??= (async () => {
      try {
        await contactServer();
      } catch (error) {
        if (error instanceof SignedOut) await signedOut();
        else online = false;
      }
      draw();
    })().finally(() => (looking = null)));
  };

  const signedOut = async () => {
    // Another door may still be open to who is signed in; nothing is to whoever isn't.
    await forgetList(door).catch(() => {});
    const gone = await fetch("/me", { redirect: "manual" }).catch(() => null);
    if (gone?.type === "opaqueredirect") await forgetLists().catch(() => {});
    await Promise.all(((await navigator.serviceWorker?.getRegistrations()) ?? []).map((one) => one.unregister()));
    await Promise.all((await globalThis.caches?.keys() ?? []).map((name) => caches.delete(name)));
    location.replace(door);
  };

  // ---------- what is pressed ----------

  const lost = () => {
    online = false;
    draw();
  };

  const fields = (given) => {
    const body = new FormData();
    for (const [name, value] of Object.entries(given)) if (value) body.set(name, value);
    return body;
  };

  // Post as a form does; what the server shows is shown here.
  const sendForm = async (address, body) => {
    const own = document.querySelector("[name=csrf_token]")?.value;
    if (!body.has("csrf_token")) body.set("csrf_token", own ?? token);
    const response = await ask(address, { method: "POST", body });
    const page = await parse(response);
    const arrived = new URL(response.url).pathname === door;
    if (!response.ok || !arrived) return page;
    history.replaceState(null, "", response.url);
    swap(page, "counter", "last5", "doorbar", "roles", "conflicts");
    clearSearch();
    const answer = page.querySelector("#answer > *");
    if (answer) showAnswer(document.adoptNode(answer));
    else {
      clearAnswer();
      const said = page.querySelector(".flash span")?.textContent;
      if (said) showAnswer(noteOf(said));
    }
    region("answer").querySelector(".btn")?.focus();
    sent = 0;
    look();
    return null;
  };

  // A refusal has a page of its own: go there, as the form itself would.
  const submit = (address, body) => {
    const form = document.createElement("form");
    Object.assign(form, { method: "post", action: address });
    for (const [name, value] of body) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    document.body.append(form);
    form.submit();
  };

  const online_press = async ({ kind, rsvp, code }) => {
    const body = fields({ rsvp, code }), address = kind === "in" ? `${door}/arrivals` : `${door}/undoings`;
    if (await sendForm(address, body)) submit(address, body);
  };

  const keep = async (press) => {
    await queue.add({ id: newId(), ahead, contact: Math.round(contact), ...press });
    sent = 0;
    draw();
    if (online) look();
  };

  const show = (kind, guest) => showAnswer(answerFor(kind, kept.list, guest, now(), contact));

  const ownPress = async ({ kind, key, code }) => {
    const print = code && (await fingerprint(code));
    const guest = code ? guests().find((one) => one.codes.includes(print)) : guestOf(key);
    if (!guest) return show("unknown");
    const about = guest.id === null ? { walk_in: guest.key } : { rsvp: guest.id };
    if (kind === "out") {
      await keep({ kind, ...about });
      showAnswer(noteOf(say("undone", { name: guest.name })));
    } else if (!guest.going) show("no-place", guest);
    else if (guest.inside) show("already", guest);
    else {
      await keep({ kind, ...about });
      show("in", guestOf(guest.key));
    }
    clearSearch();
    region("answer").querySelector(".btn")?.focus();
  };

  // Somebody is checked in or out again: by their number, or the code on their badge.
  const press = async (given) => {
    const { key } = given;
    const ours = kept && queue && (!online || shell || (key && guestOf(key)?.id === null));
    if (ours) return ownPress(given);
    try {
      await online_press({ ...given, rsvp: key });
    } catch (error) {
      if (error instanceof SignedOut) return signedOut();
      lost();
      if (kept && queue) await ownPress(given);
    }
  };

  // Give the page to show again when the server has something to say about the form; null when it is done.
  const walkIn = async (form) => {
    const body = new FormData(form);
    try {
      if (online && !shell && form.getAttribute("action")) {
        return (await sendForm(form.action, body))?.getElementById("walk-in") ?? null;
      }
    } catch (error) {
      if (error instanceof SignedOut) return signedOut();
      lost();
    }
    if (!kept || !queue) return null;
    // The same mark as the server's form: sent both ways, it is one walk-in.
    const id = body.get("once") || newId();
    const said = { first_name: body.get("first_name"), last_name: body.get("last_name") ?? "", role: Number(body.get("role")) };
    await keep({ id, kind: "walk-in", ...said });
    show("in", guestOf(id));
    return null;
  };

  // ---------- wiring ----------

  input.addEventListener("input", () => (kept ? drawFound() : searchThere()));
  find.addEventListener("submit", (event) => {
    if (!kept) return;
    event.preventDefault();
    drawFound();
  });

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

  document.addEventListener("submit", (event) => {
    const form = event.target, path = new URL(form.action, location.href).pathname;
    const kind = { [`${door}/arrivals`]: "in", [`${door}/undoings`]: "out" }[path];
    if (!kind || form.elements.then) return;
    event.preventDefault();
    press({ kind, key: form.elements.rsvp?.value });
  });

  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey) return;
    const own = event.target.closest?.("[data-press]"), link = event.target.closest?.("a[href]");
    if (own) return void press({ kind: own.dataset.press, key: own.dataset.key });
    if (!link || !kept) return;
    if (link.matches("#answer a[data-next]")) {
      event.preventDefault();
      history.replaceState(null, "", door);
      clearAnswer();
      input.focus();
    } else if (!online && link.matches("#hits a[data-key]")) {
      event.preventDefault();
      const guest = guestOf(link.dataset.key);
      show(guest.inside ? "already" : "no-place", guest);
    } else if (!online && link.matches("[data-missing]")) {
      event.preventDefault();
      drawMissing(kept.list, guests(), now());
    }
  });

  const start = async () => {
    if (canKeep()) {
      queue = await openQueue(door).catch(() => null);
      const old = await readList(door).catch(() => null);
      if (old && Date.now() + old.ahead < old.until) ({ ahead, contact } = kept = old);
      else if (old) await forgetList(door);
      if (shell) draw();
      navigator.serviceWorker?.register(worker, { scope: door }).catch(() => {});
    }
    await look();
    if (shell && location.hash !== "#stay" && online && !queue?.waiting().length && !kept) location.replace(door);
    setInterval(() => document.hidden || look(), EVERY);
    for (const name of ["online", "offline"]) addEventListener(name, look);
    document.addEventListener("visibilitychange", () => document.hidden || look());
  };
  start();

  return {
    press,
    walkIn,
    // The list to work with when the server is away; none while it isn't.
    isOnline: ({ lost: gone = false } = {}) => {
      if (gone) lost();
      return { list: (!online || shell) && kept && queue ? kept.list : null };
    },
  };
};
