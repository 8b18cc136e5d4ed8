// Keeps the application on the phone. What it keeps is the same for everybody: no page of anybody
// signed in and no fact about an animal is ever put here. `SHELL` is written above by the server.
const CACHE = `shell-${SHELL.version}`;
const MARK = "/m/enrolled"; // in a cache of its own: whether this phone is the centre's
const cached = (address) => caches.open(CACHE).then((cache) => cache.match(address, { ignoreVary: true }));
const enrolled = async () => Boolean(await caches.match(MARK, { cacheName: "phone" }));

self.addEventListener("install", (event) => event.waitUntil(fill()));
async function fill() {
  const cache = await caches.open(CACHE);
  await cache.addAll(SHELL.files.map((file) => new Request(file, { credentials: "omit", cache: "no-cache" })));
  if (await enrolled()) await keepDecoder();
}
async function keepDecoder() {
  const cache = await caches.open(CACHE);
  for (const file of SHELL.decoder) {
    if (!(await cache.match(file))) await cache.add(new Request(file, { credentials: "omit" }));
  }
}

self.addEventListener("activate", (event) => event.waitUntil(sweep()));
async function sweep() {
  for (const name of await caches.keys()) {
    if (name.startsWith("shell-") && name !== CACHE) await caches.delete(name);
  }
  await self.clients.claim();
}

// A new version waits until the page says so, which it does as it starts.
self.addEventListener("message", (event) => {
  if (event.data === "use") event.waitUntil(self.skipWaiting());
  if (event.data === "enrolled") event.waitUntil(mark());
});
async function mark() {
  await (await caches.open("phone")).put(MARK, new Response("yes"));
  await keepDecoder().catch(() => {}); // it is fetched again as a code is read
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") {
    const tag = /^\/t\/\d/i.test(url.pathname) && !url.search;
    if (url.pathname === SHELL.page || `${url.pathname}/` === SHELL.page) event.respondWith(shell(request));
    else if (tag) event.respondWith(enrolled().then((ours) => (ours ? shell(request) : fetch(request))));
  } else if (SHELL.files.includes(url.pathname) || SHELL.decoder.includes(url.pathname)) {
    event.respondWith(cached(url.pathname).then((found) => found ?? fetch(request)));
  }
});
const shell = async (request) => (await cached(SHELL.page)) ?? fetch(request);
