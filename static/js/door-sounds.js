// What the door says can be heard: three answers that differ in their rhythm as much as in their pitch,
// so that they are told apart in a loud hall, and felt on a phone in the hand.

import { toneOf } from "./door/answer.js";

// Each note: its pitch in Hz, when it begins and how long it lasts, in seconds.
const TONES = {
  good: { notes: [[660, 0, 0.09], [990, 0.1, 0.16]], felt: [80] },
  stop: { notes: [[440, 0, 0.12], [440, 0.2, 0.12]], felt: [60, 80, 60] },
  bad: { notes: [[196, 0, 0.14], [196, 0.2, 0.14], [147, 0.4, 0.34]], felt: [200, 80, 200] },
};
const KEY = "door-sounds";

const muted = () => {
  try {
    return localStorage.getItem(KEY) === "off";
  } catch {
    return false;
  }
};

let context = null;

/** Let an answer be heard: good, stop or bad. A browser lets none be heard before the page was touched. */
export async function play(tone) {
  const { notes, felt } = TONES[tone] ?? TONES.bad;
  if (navigator.userActivation?.hasBeenActive !== false) navigator.vibrate?.(felt);
  if (muted() || !window.AudioContext) return;
  context ??= new AudioContext();
  // Without a touch this would wait for one, and then be heard too late.
  if (context.state !== "running") await Promise.race([context.resume(), new Promise((done) => setTimeout(done, 200))]);
  if (context.state !== "running") return;
  for (const [pitch, begins, lasts] of notes) {
    const from = context.currentTime + begins;
    const voice = new OscillatorNode(context, { type: "triangle", frequency: pitch });
    const volume = new GainNode(context, { gain: 0 });
    volume.gain.setValueAtTime(0, from);
    volume.gain.linearRampToValueAtTime(0.5, from + 0.01);
    volume.gain.setValueAtTime(0.5, from + lasts - 0.03);
    volume.gain.linearRampToValueAtTime(0, from + lasts);
    voice.connect(volume).connect(context.destination);
    voice.start(from);
    voice.stop(from + lasts);
  }
}

document.addEventListener("door:answer", (event) => play(event.detail.tone));

const button = document.getElementById("sounds");
if (button && window.AudioContext) {
  const show = () => button.setAttribute("aria-pressed", String(!muted()));
  button.addEventListener("click", () => {
    try {
      localStorage.setItem(KEY, muted() ? "on" : "off");
    } catch {
      return; // A device that remembers nothing plays on.
    }
    show();
    if (!muted()) play("good");
  });
  button.hidden = false;
  show();
}

// An answer that came with the page is heard once: not when the page is loaded again, or gone back to.
const answer = document.querySelector("#answer .answer"), tone = answer && toneOf(answer);
if (tone && performance.getEntriesByType("navigation")[0]?.type === "navigate") play(tone);
