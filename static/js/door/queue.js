// What was pressed without a connection, in its order, each with an id of its own; sent until it was answered.

import { addWaiting, dropWaiting, readWaiting } from "./store.js";

// As many as the server takes at once.
const MOST = 100;

export const newId = () => crypto.randomUUID();

export const openQueue = async (door) => {
  let waiting = [], sending = null;
  const read = async () => {
    const found = await readWaiting(door);
    waiting = found.sort((one, other) => one.number - other.number || one.pressed - other.pressed);
  };
  await read();

  const add = async (press) => {
    const last = waiting.at(-1);
    // A device's clock may be set back; the order of what was pressed stays.
    const pressed = Math.max(Date.now(), (last?.pressed ?? 0) + 1);
    const kept = { pressed, number: (last?.number ?? 0) + 1, ...press };
    waiting.push(kept);
    // Only what is on the disk counts.
    await addWaiting(door, kept);
  };

  // `post` sends a batch and gives the answers by id; whoever has one waits no more.
  const sendAll = async (post) => {
    while (waiting.length) {
      const reports = waiting.slice(0, MOST);
      const answers = await post({ sent: Date.now(), reports });
      const done = Object.keys(answers).filter((id) => answers[id].outcome !== "unreadable");
      if (!done.length) break;
      await dropWaiting(done);
      waiting = waiting.filter((press) => !done.includes(press.id));
    }
  };

  return {
    add,
    waiting: () => waiting,
    // Two at once would send everything twice: harmless, and of no use.
    send: (post) => (sending ??= sendAll(post).finally(() => (sending = null))),
  };
};
