// For other sites: frames of ours on their page become as high as what is in them.
// <script async src="…/embed.js"></script>, once a page, anywhere. Without it a frame keeps its height and scrolls.
(() => {
  const ours = new URL(document.currentScript.src).origin;
  const frames = () =>
    [...document.querySelectorAll("iframe")].filter((frame) => frame.src.startsWith(`${ours}/`));
  // A frame that isn't there yet asks by itself; the question says nothing, so it may go to anybody.
  const ask = (frame) => frame.contentWindow?.postMessage({ frame: "ask" }, "*");
  addEventListener("message", ({ source, origin, data }) => {
    if (origin !== ours) return;
    const frame = frames().find((one) => one.contentWindow === source);
    if (!frame) return;
    if (data?.frame === "here") ask(frame);
    if (data?.frame !== "height" || !Number.isFinite(data.height)) return;
    frame.style.height = `${Math.min(Math.max(data.height, 80), 20_000)}px`;
    if (data.top && frame.getBoundingClientRect().top < 0) frame.scrollIntoView();
  });
  frames().forEach(ask);
})();
