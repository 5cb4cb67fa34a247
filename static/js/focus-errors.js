// The list of what to mend gets the focus, so that it is read first. Most browsers do this by
// themselves (autofocus); a page that the back button brings back does not.
const problem = document.getElementById("problem");
problem?.focus();

// Its links lead to fields. Firefox (153.8) goes there and leaves the focus behind where the field is for a time or
// a date. What can't be focused, as a group of choices, the browser goes to as ever.
problem?.addEventListener("click", (event) => {
  const field = document.getElementById(event.target.closest("a")?.hash.slice(1));
  field?.focus({ preventScroll: true });
  if (!field || document.activeElement !== field) return;
  event.preventDefault();
  field.scrollIntoView();
});
