// What lies on this device: lists and waiting reports, encrypted; and their keys, which no script can read out.
// The key of the lists is made for one sign-in and goes with it. The key of what waits goes when all of it was sent,
// so that a sign-in that ran out in the middle of an evening loses no arrival.

const SHAPE = { name: "AES-GCM", length: 256 };
const text = new TextEncoder(), words = new TextDecoder();

export const canKeep = () => window.isSecureContext && "indexedDB" in window && Boolean(window.crypto?.subtle);

let opened = null;
const open = () =>
  (opened ??= new Promise((done, fail) => {
    const request = indexedDB.open("door", 1);
    request.onupgradeneeded = () => ["keys", "lists", "waiting"].forEach((name) => request.result.createObjectStore(name));
    request.onsuccess = () => {
      // Signing out takes it away under our feet: then the next use begins anew.
      request.result.onclose = () => (opened = null);
      done(request.result);
    };
    request.onerror = () => fail(request.error);
  }));

// Run one transaction; what `act` asked for is given once it is on the disk.
const run = async (names, mode, act) => {
  const database = await open();
  return new Promise((done, fail) => {
    const transaction = database.transaction(names, mode, { durability: "strict" });
    const request = act((name) => transaction.objectStore(name));
    transaction.oncomplete = () => done(request?.result);
    transaction.onerror = transaction.onabort = () => fail(transaction.error);
  });
};

// Keys are made, used and dropped by one at a time, in whatever tab: nobody seals with a key that another replaces or drops.
const alone = (act) => navigator.locks.request("door", act);

const newKey = () => crypto.subtle.generateKey(SHAPE, false, ["encrypt", "decrypt"]);

const sealed = async (key, value, about) => {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const way = { name: "AES-GCM", iv, additionalData: text.encode(about) };
  return { iv, data: await crypto.subtle.encrypt(way, key, text.encode(JSON.stringify(value))) };
};

const unsealed = async (key, { iv, data }, about) => {
  const way = { name: "AES-GCM", iv, additionalData: text.encode(about) };
  return JSON.parse(words.decode(await crypto.subtle.decrypt(way, key, data)));
};

// ---------- the list ----------

// `kept` is the list and all that is known with it; `until` says when it must be gone.
export const keepList = (door, kept) =>
  alone(async () => {
    let held = await run(["keys"], "readonly", (store) => store("keys").get("list"));
    if (held?.signIn !== kept.sign_in) {
      await forgetLists();
      held = { signIn: kept.sign_in, key: await newKey() };
      await run(["keys"], "readwrite", (store) => store("keys").put(held, "list"));
    }
    const value = { ...(await sealed(held.key, kept, door)), until: kept.until };
    await run(["lists"], "readwrite", (store) => store("lists").put(value, door));
  });

export const readList = async (door) => {
  const held = await run(["keys"], "readonly", (store) => store("keys").get("list"));
  const value = held && (await run(["lists"], "readonly", (store) => store("lists").get(door)));
  return value ? unsealed(held.key, value, door) : null;
};

export const forgetList = (door) => run(["lists"], "readwrite", (store) => store("lists").delete(door));

export const forgetLists = () =>
  run(["keys", "lists"], "readwrite", (store) => {
    store("keys").delete("list");
    store("lists").clear();
  });

// ---------- what waits to be sent ----------

const heldKey = () => run(["keys"], "readonly", (store) => store("keys").get("waiting"));

const queueKey = async () => {
  const held = await heldKey();
  if (held) return held;
  const made = await newKey();
  await run(["keys"], "readwrite", (store) => store("keys").put(made, "waiting"));
  return made;
};

export const addWaiting = (door, press) =>
  alone(async () => {
    const value = { ...(await sealed(await queueKey(), press, press.id)), door };
    await run(["waiting"], "readwrite", (store) => store("waiting").put(value, press.id));
  });

// One that no key opens keeps no other from being sent.
export const readWaiting = (door) =>
  alone(async () => {
    const rows = await run(["waiting"], "readonly", (store) => store("waiting").getAll());
    const ids = await run(["waiting"], "readonly", (store) => store("waiting").getAllKeys());
    const key = await heldKey();
    const mine = rows.map((row, place) => [row, ids[place]]).filter(([row]) => row.door === door);
    const read = await Promise.allSettled(mine.map(([row, id]) => unsealed(key, row, id)));
    return read.filter(({ status }) => status === "fulfilled").map(({ value }) => value);
  });

export const dropWaiting = (ids) =>
  alone(async () => {
    await run(["waiting"], "readwrite", (store) => void ids.forEach((id) => store("waiting").delete(id)));
    const left = await run(["waiting"], "readonly", (store) => store("waiting").count());
    if (!left) await run(["keys"], "readwrite", (store) => void store("keys").delete("waiting"));
  });

// Whether a door was ever kept on this device; asking makes no place to keep one.
export const holdsAnything = async () => canKeep() && (await indexedDB.databases()).some(({ name }) => name === "door");

// How many entries wait on this device, for any door.
export const countWaiting = async () => {
  if (!(await holdsAnything())) return 0;
  return run(["waiting"], "readonly", (store) => store("waiting").count());
};
