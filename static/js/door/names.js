// Names as somebody in a hurry types them. The same rules as eventapp/door/guest_list.py; a test compares them.

const PLAIN = { ł: "l", ø: "o", đ: "d", ð: "d", ħ: "h", ı: "i", æ: "ae", œ: "oe", þ: "th", ß: "ss", ς: "σ" };
const NOWHERE = 9;

// No case, no accents, no crossed letters. Only the accents of alphabets go.
export const plain = (text) =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .normalize("NFC")
    .replace(/[łøđðħıæœþßς]/g, (letter) => PLAIN[letter]);

const wantedOf = (text) => plain(text.trim().split(/\s+/).join(" "));

const rank = (guest, wanted) => {
  const name = plain(guest.name), turned = plain(`${guest.last} ${guest.first}`);
  if (name.startsWith(wanted)) return 0;
  if (turned.startsWith(wanted) || name.includes(` ${wanted}`)) return 1;
  // One letter finds beginnings only; names that are written without a space are found as such.
  const inside = name.includes(wanted) || turned.replaceAll(" ", "").startsWith(wanted);
  return wanted.length > 1 && inside ? 2 : NOWHERE;
};

// Whose name has these letters: who is expected before who is in, and these before those without a place.
export const found = (guests, text) => {
  const wanted = wantedOf(text);
  if (!wanted) return [];
  const order = (hit) => [!hit.guest.going, hit.guest.inside, hit.rank, plain(hit.guest.name)];
  return guests
    .map((guest) => ({ guest, rank: rank(guest, wanted) }))
    .filter((hit) => hit.rank < NOWHERE)
    .map((hit) => ({ ...hit, order: order(hit) }))
    .sort((one, other) => compare(one.order, other.order))
    .map((hit) => hit.guest);
};

const compare = (one, other) => {
  const at = one.findIndex((value, place) => value !== other[place]);
  return at < 0 ? 0 : one[at] < other[at] ? -1 : 1;
};

// The name in pieces, each with whether it is what was typed: a word's beginning if it can be.
export const marked = (name, text) => {
  const wanted = wantedOf(text), origin = [];
  let letters = "", at = 0;
  for (const letter of name) {
    const made = plain(letter);
    letters += made;
    for (let n = 0; n < made.length; n += 1) origin.push([at, at + letter.length]);
    at += letter.length;
  }
  const begins = letters.startsWith(wanted), word = letters.indexOf(` ${wanted}`);
  const place = begins ? 0 : word >= 0 ? word + 1 : letters.indexOf(wanted);
  if (!wanted || place < 0) return [[name, false]];
  const from = origin[place][0], to = origin[place + wanted.length - 1][1];
  return [[name.slice(0, from), false], [name.slice(from, to), true], [name.slice(to), false]].filter(([piece]) => piece);
};
