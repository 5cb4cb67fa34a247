// Signing out, and becoming a kiosk, wipes what a door keeps on this device: what it hasn't sent yet would be lost, so that is asked first.

for (const form of document.querySelectorAll("form[data-waiting]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { countWaiting } = await import("./door/store.js");
    const waiting = await countWaiting().catch(() => 0);
    if (!waiting || confirm(form.dataset.waiting)) form.submit();
  });
}
