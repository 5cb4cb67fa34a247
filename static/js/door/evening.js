// Who is expected and who is in: the list as the server told it, and what was pressed here since.

export const entries = (list, inside, waiting) => {
  const guests = new Map();
  for (const one of list.guests) {
    const [at, by, mine] = inside[one.id] ?? [null, "", false];
    guests.set(String(one.id), { ...one, key: String(one.id), at, by, mine });
  }
  for (const press of waiting) {
    if (press.kind === "walk-in") guests.set(press.id, walkIn(press));
    const guest = guests.get(String(press.walk_in || press.rsvp || press.id));
    if (!guest) continue;
    if (press.kind === "out") Object.assign(guest, { at: null, by: "", mine: false });
    else if (guest.at === null) Object.assign(guest, { at: timeOf(press), by: "", mine: true });
  }
  for (const guest of guests.values()) {
    guest.name = [guest.first, guest.last].filter(Boolean).join(" ");
    guest.going = guest.state === "going";
    guest.inside = guest.going && guest.at !== null;
  }
  return [...guests.values()];
};

// When it was pressed, by the server's clock.
export const timeOf = (press) => press.pressed + press.ahead;

const walkIn = (press) => ({
  id: null, key: press.id, first: press.first_name, last: press.last_name, role: press.role,
  state: "going", source: "door", tables: [], codes: [], at: null, by: "", mine: false,
}); // prettier-ignore

export const lastFive = (guests) =>
  guests.filter((guest) => guest.inside).sort((one, other) => other.at - one.at).slice(0, 5);

export const missing = (guests) => guests.filter((guest) => guest.going && !guest.inside);

// Each role with how many of it are in.
export const roleCounts = (list, guests) =>
  list.roles
    .map((role) => [role, guests.filter((guest) => guest.inside && guest.role === role.id).length])
    .filter(([, count]) => count);

// The table to go to, 0 for none, and when its round begins if that is not the one to sit down for.
export const tableNow = (guest, rounds, now) => {
  const running = rounds.filter((begins) => begins <= now).length;
  for (const [place, table] of guest.tables.entries()) {
    const number = place + 1;
    if (number < running || !table) continue;
    return [table, number > Math.max(running, 1) && number <= rounds.length ? rounds[place] : 0];
  }
  return [0, 0];
};

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", UNTOLD = LETTERS.length ** 2 - 1;

const codeIn = (text) => text.trim().slice(0, 300).replace(/\/$/, "").split("/").pop();

// The version of the plan that a badge shows, 0 for one without tables; null where its code doesn't say (door/badge_codes).
export const planOn = (text) => {
  const letters = /^[B-Z2-7][A-Z2-7]{0,9}([A-Z2-7]{2})[A-Z2-7]{20}$/.exec(codeIn(text).toUpperCase())?.[1];
  if (!letters) return null;
  const version = LETTERS.indexOf(letters[0]) * LETTERS.length + LETTERS.indexOf(letters[1]);
  return version === UNTOLD ? null : version;
};

// What proves a code: its last twenty letters, or on older badges what follows the number (door/badge_codes).
const PROOF = /^(?:[1-9][0-9]*-([\w-]{22})|[B-Z2-7][A-Z2-7]*[A-Z2-7]{2}([A-Z2-7]{20}))$/;

// How the list knows a badge: by the fingerprint of what proves its code.
export const fingerprint = async (text) => {
  const code = codeIn(text);
  const found = PROOF.exec(code) ?? PROOF.exec(code.toUpperCase());
  const proof = found?.[1] ?? found?.[2] ?? code;
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(proof));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("").slice(0, 32);
};
