// Within another site's page: tell how high this one is, to whoever shows it and asks.
// What is sent first says nothing, so that it may go to anybody; the height goes to who has answered.
if (parent !== window) {
  let host = "";
  // Within another site's page no browser moves the focus by itself.
  document.getElementById("problem")?.focus();
  const answered = document.querySelector("[data-answered], #problem") !== null;
  const tell = (more) => {
    if (!host) return;
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    parent.postMessage({ frame: "height", height, ...more }, host);
  };
  addEventListener("message", ({ source, origin, data }) => {
    if (source !== parent || data?.frame !== "ask") return;
    const first = !host;
    // A page without an origin of its own, as one opened from a file, has no other name.
    host = origin === "null" ? "*" : origin;
    tell(first && answered ? { top: true } : {});
  });
  new ResizeObserver(() => tell()).observe(document.body);
  parent.postMessage({ frame: "here" }, "*");
}
