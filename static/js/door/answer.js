// The one big answer. Whoever wants to sound or shake when it comes listens for "door:answer" on the document.

const TONES = { "good-a": "good", "sun-a": "stop", "bad-a": "bad" };
const region = () => document.getElementById("answer");

// The tone of an answer: good, stop or bad; nothing for what is none.
export const toneOf = (section) => TONES[Object.keys(TONES).find((name) => section.classList.contains(name))];

const announce = (tone) => document.dispatchEvent(new CustomEvent("door:answer", { detail: { tone } }));

// Put an answer into the page, of the server's making or ours, and say so.
export const showAnswer = (section) => {
  const box = region();
  box.replaceChildren(section);
  box.hidden = false;
  box.scrollIntoView({ block: "nearest" });
  const tone = toneOf(section);
  if (tone) announce(tone);
};

export const clearAnswer = () => {
  region().replaceChildren();
  region().hidden = true;
};
