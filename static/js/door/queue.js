// What was pressed without a connection, in its order, each with an id of its own; sent until it was answered.

import { Refused } from "./connection.js";
import { onceAtATime } from "./once.js";
import { addWaiting, dropWaiting, readWaiting } from "./store.js";

// So many at once: fewer than the server takes, and done in a moment.
const MOST = 50;

export const newId = () => crypto.randomUUID();

export const openQueue = async (door) => {
  let waiting = [];
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

  // `post` sends a batch and gives the answers by id; whoever has one waits no more. What the server chokes on is sent by
  // itself, and keeps nothing else from going.
  const sendAll = async (post) => {
    let most = MOST, passed = 0;
    while (passed < waiting.length) {
      const reports = waiting.slice(passed, passed + most);
      let answers = {};
      try {
        answers = await post({ sent: Date.now(), reports });
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        if (reports.length > 1) {
          most = 1;
          continue;
        }
      }
      const done = Object.keys(answers).filter((id) => answers[id].outcome !== "unreadable");
      await dropWaiting(done);
      waiting = waiting.filter((press) => !done.includes(press.id));
      passed += reports.length - done.length;
    }
  };

  return {
    add,
    waiting: () => waiting,
    // Two at once would send everything twice: harmless, and of no use.
    send: onceAtATime(sendAll),
  };
};
