// Looks about each second how far a longer search, a long list or letters to everybody are, and opens the page
// anew when it is over. The part may come and go with the board around it. Without this a link looks again.
import { fill } from "./trusted.js";

const part = () => document.querySelector("#searching");
let known = part()?.dataset.look;

const look = async () => {
  const asked = part()?.dataset;
  if (!asked || document.hidden) return;
  // Begun without leaving the page: go where it is shown.
  if (asked.look !== known) part().focus();
  known = asked.look;
  const answer = await fetch(asked.look, { headers: { Accept: "application/json" } });
  if (!answer.ok || part()?.dataset.look !== asked.look) return;
  const { over, html } = await answer.json();
  if (over) location.assign(asked.home);
  else fill(part().querySelector("[data-live]"), html);
  return over;
};

// Once it is over no more: a page asked for again and again would never come, where it takes its time.
const again = async () => {
  if (!(await look().catch(() => {}))) setTimeout(again, 1000);
};
again();
