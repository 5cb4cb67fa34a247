// The door goes on without this: names are found by the form, codes by the phone's own camera.
// With it, it goes on without a connection, too. Each module beside this does one thing.
import "./door-sounds.js";
import { begin } from "./door/page.js";
import { startPrinting } from "./door/printing.js";
import { startScanning } from "./door/scanning.js";
import { startWalkIns } from "./door/walk-ins.js";

const { press, walkIn, lost, ownList } = begin();
startPrinting();
startWalkIns({ walkIn, lost, ownList });
startScanning((code) => press({ kind: "in", code }));
