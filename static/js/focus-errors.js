// The list of what to mend gets the focus, so that it is read first. Most browsers do this by
// themselves (autofocus); a page that the back button brings back does not.
document.getElementById("problem")?.focus();
