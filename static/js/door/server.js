// What this device knows of the evening, and its way to the server: it looks every few seconds, keeps what it hears,
// and sends what waits as soon as the server answers again.
import { workerAt } from "../trusted.js";
import { Refused, SignedOut, Unreachable, ask } from "./connection.js";
import { entries } from "./evening.js";
import { newId, openQueue } from "./queue.js";
import { canKeep, forgetList, forgetLists, keepList, readList } from "./store.js";

const EVERY = 4000;
// So long an evening's worth of entries may take.
const SENDING = 20_000;

// `changed` is called after each look, `conflicted` when others wait to be looked at than before: it gives whether they show.
export const meetServer = ({ door, list: listAddress, reports, worker, shell, changed, conflicted, ...given }) => {
  // `kept` is what the server said last; `ahead`, how far its clock is ahead of this device's; `contact`, its clock when
  // it was last heard; `sent`, how many that waited here have gone out since the connection is back.
  let kept = null, queue = null, online = !shell, etag = "", token = given.token ?? "", ahead = 0, contact = 0, sent = 0;
  let written = 0;
  // Which conflicts this page shows; the one that a device keeps shows none until it has met the server.
  let shown = shell ? [] : null;

  const now = () => Date.now() + ahead;
  const waiting = () => queue?.waiting() ?? [];

  const poll = async () => {
    const asked = Date.now(), headers = etag ? { "If-None-Match": etag } : {};
    const response = await ask(`${listAddress}?have=${kept?.mark ?? ""}`, { headers });
    if (response.status !== 304) {
      const state = await response.json();
      shown ??= kept?.conflicts ?? state.conflicts;
      // Our clock stood at `now` somewhere between the question and the answer.
      ahead = Math.round(state.now - (asked + Date.now()) / 2);
      token = state.token;
      kept = { ...kept, ...state };
      written = 0;
      // What doesn't show yet is told again by the next look.
      if (String(shown) === String(state.conflicts) || (await conflicted())) {
        shown = state.conflicts;
        etag = response.headers.get("ETag");
      }
    }
    contact = Math.round(now());
    Object.assign(kept, { contact, ahead });
    // That nothing is new needn't be on the disk each time.
    if (!queue || now() > kept.until || contact - written < 30_000) return;
    written = contact;
    await keepList(door, kept).catch(() => {});
  };

  const post = async (batch) => {
    const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
    const response = await ask(reports, { method: "POST", headers, body: JSON.stringify(batch) }, SENDING);
    if (response.status === 400) {
      etag = ""; // The token may be an old one: the next look brings another.
      throw new Unreachable();
    }
    if (!response.ok) throw new Refused();
    return (await response.json()).answers;
  };

  // Look, send what waits, look again: an answer of ours is what "the connection is back" means.
  const meet = async () => {
    await poll();
    online = true;
    const before = waiting().length;
    if (!before) return;
    changed();
    await queue.send(post);
    sent += before - waiting().length;
    await poll();
  };

  const look = async () => {
    try {
      await meet();
    } catch (error) {
      if (error instanceof SignedOut) await leave();
      online = false;
    }
    changed();
  };

  // One look at a time; whoever asks for one during another gets one that begins after it.
  let last = Promise.resolve(), next = null;
  const lookAgain = () =>
    (next ??= last.then(() => {
      next = null;
      return (last = look());
    }));

  // Nobody is signed in here any more, or not for this door: what lies here goes.
  const leave = async () => {
    await forgetList(door).catch(() => {});
    const me = await fetch("/me", { redirect: "manual" }).catch(() => null);
    if (me?.type === "opaqueredirect") await forgetLists().catch(() => {});
    const workers = (await navigator.serviceWorker?.getRegistrations()) ?? [];
    await Promise.all(workers.map((one) => one.unregister()));
    await Promise.all(((await globalThis.caches?.keys()) ?? []).map((name) => caches.delete(name)));
    location.replace(door);
  };

  const start = async () => {
    if (canKeep()) {
      queue = await openQueue(door).catch(() => null);
      const old = await readList(door).catch(() => null);
      if (old && Date.now() + old.ahead < old.until) {
        kept = old;
        ({ ahead, contact } = old);
        changed();
      } else if (old) await forgetList(door);
      navigator.serviceWorker?.register(workerAt(worker), { scope: door }).catch(() => {});
    }
    await lookAgain();
    setInterval(() => document.hidden || lookAgain(), EVERY);
    // What a device believes of its network is no more than a reason to ask.
    for (const name of ["online", "offline"]) addEventListener(name, lookAgain);
    document.addEventListener("visibilitychange", () => document.hidden || lookAgain());
  };

  return {
    start,
    leave,
    now,
    look: lookAgain,
    online: () => online,
    list: () => kept?.list,
    // Whether presses can be kept here: there is a list, and a place to keep them.
    keeps: () => Boolean(kept && queue),
    guests: () => entries(kept.list, kept.in, waiting()),
    state: () => ({ online, keeps: Boolean(kept && queue), waiting: waiting().length, sent, list: kept?.list, contact }),
    lost: () => {
      online = false;
      changed();
    },
    // Keep a press until the server has answered it.
    keep: async (press) => {
      sent = 0;
      await queue.add({ id: newId(), ahead, contact, ...press });
      changed();
      if (online) lookAgain();
    },
    // Post as a form of the page does.
    send: (address, body) => {
      sent = 0;
      if (!body.has("csrf_token")) body.set("csrf_token", token);
      return ask(address, { method: "POST", body });
    },
  };
};
