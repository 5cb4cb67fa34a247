// The service worker of one door: the page as a shell without names, and what it is made of, for a start without a
// connection. `kept` comes from the server. Nothing else is ever kept: pages with names always come from the server.
/* global kept */

const PATIENCE = 4000;
const PREFIX = `door ${kept.door} `;
const CACHE = PREFIX + kept.version;
const AWAY = new Set([502, 503, 504]);

const fill = async () => {
  const cache = await caches.open(CACHE);
  for (const address of [kept.shell, ...kept.files]) {
    const response = await fetch(address, { cache: "no-cache" });
    // Signed out meanwhile: what we are sent to then is no shell.
    if (!response.ok || response.redirected) throw new Error(`no ${address}`);
    await cache.put(address, response);
  }
};

self.addEventListener("install", (event) => event.waitUntil(fill().then(() => self.skipWaiting())));

self.addEventListener("activate", (event) => {
  const tidy = async () => {
    const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(tidy());
});

const fromCache = async (address) => (await caches.open(CACHE)).match(address);

const page = async (request) => {
  const slow = new Promise((done) => setTimeout(done, PATIENCE));
  const answer = await Promise.race([fetch(request).catch(() => null), slow]);
  if (answer && !AWAY.has(answer.status)) return answer;
  return (await fromCache(kept.shell)) ?? answer ?? Response.error();
};

self.addEventListener("fetch", (event) => {
  const { request } = event, { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  const atDoor = pathname === kept.door || pathname.startsWith(`${kept.door}/`);
  if (request.mode === "navigate" && atDoor) event.respondWith(page(request));
  else if (kept.files.includes(pathname)) event.respondWith(fromCache(pathname).then((found) => found ?? fetch(request)));
});
