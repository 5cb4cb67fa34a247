// Reads the code in a frame of the camera, beside the page, which stays quick meanwhile.
import { prepareZXingModule, readBarcodes } from "../vendor/zxing-wasm/reader/index.js";

const HOW = { formats: ["QRCode"], maxNumberOfSymbols: 1, textMode: "Plain", tryInvert: false };

const load = async () => {
  const answer = await fetch(new URL("../vendor/zxing-wasm/reader/zxing_reader.wasm", import.meta.url));
  if (!answer.ok) throw new Error(answer.statusText);
  const overrides = { wasmBinary: await answer.arrayBuffer() };
  await prepareZXingModule({ overrides, fireImmediately: true });
};

addEventListener("message", async ({ data: frame }) => {
  const [code] = await readBarcodes(frame, HOW).catch(() => []);
  postMessage({ text: code?.text ?? "" });
});

load().then(() => postMessage({ ready: true }), () => postMessage({ ready: false }));
