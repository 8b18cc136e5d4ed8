// Keeps the application on the phone. A new version is asked about, and used from the next start.
import { h } from "./dom.js";
import { session } from "./session.js";
import { t } from "./words.js";

let asked = null; // the browser's offer to put the application on the home screen
addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  asked = event;
});
export const toHomeScreen = () => asked && h("button", { type: "button", class: "button is-wide", onclick: () => { asked?.prompt(); asked = null; } },
  t("Put it on the home screen"));

// Only what is on the phone already is waited for: the centre may be out of reach, or slow to answer.
export async function updates(ours) {
  if (!navigator.serviceWorker) return;
  if (ours && navigator.serviceWorker.controller) beginAnew();
  const known = await navigator.serviceWorker.getRegistration("/");
  if (ours && known?.waiting && known.active) await use(known.waiting);
  look(ours);
}

// Another version took the place of this one as it opened, or in another window: parts of this one
// that were not needed yet are gone. It begins anew as soon as nobody has it in hand.
function beginAnew() {
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (!session.profile) return location.reload();
    return addEventListener("shown", ({ detail }) => detail.bare && location.reload());
  }, { once: true });
}

async function look(ours) {
  try {
    const registered = await navigator.serviceWorker.register("/sw.js", { scope: "/", updateViaCache: "none" });
    if (ours) navigator.serviceWorker.ready.then((ready) => ready.active.postMessage("enrolled"));
    watch(registered.installing); // found before we listened
    registered.addEventListener("updatefound", () => watch(registered.installing));
    navigator.storage?.persist?.().catch(() => {});
  } catch (error) {
    console.warn("not kept for offline", error);
  }
}

// At a start nobody has typed anything yet: what waits is put in place.
const use = (worker) => new Promise((done) => {
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  worker.postMessage("use");
  setTimeout(done, 4000);
});

const watched = new WeakSet();
function watch(worker) {
  if (!worker || watched.has(worker)) return;
  watched.add(worker);
  worker.addEventListener("statechange", () => {
    if (worker.state === "installed" && navigator.serviceWorker.controller) offer(worker);
  });
}

function offer(worker) {
  const bar = h("div", { class: "update", role: "region", "aria-label": t("New version") },
    h("p", {}, t("A new version is ready. It is used when you open this next.")),
    h("button", { type: "button", class: "button", onclick: () => use(worker) }, t("Use it now")),
    h("button", { type: "button", class: "button is-quiet", onclick: () => bar.remove() }, t("Later")));
  document.getElementById("content").before(bar);
}
