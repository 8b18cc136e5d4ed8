// Begins the phone's application: who holds it, what it shows, and when it asks the centre.
import { setRight } from "./clock.js";
import { get } from "./db.js";
import { openDay } from "./day.js";
import { h } from "./dom.js";
import { frame } from "./frame.js";
import { go, screens, show } from "./router.js";
import { lockWhenLeft, forget, session } from "./session.js";
import { state, sync, syncAlways } from "./sync.js";
import { applyTheme } from "./theme.js";
import { numberIn } from "./tags.js";
import { bringThumbs, dropThumbs } from "./thumbs.js";
import { hush } from "./told.js";
import { updates } from "./updates.js";
import { speak, t } from "./words.js";

Object.assign(screens, {
  round: () => import("./screens/round.js"), unit: () => import("./screens/unit.js"),
  animal: () => import("./screens/animal.js"), dose: () => import("./screens/dose.js"),
  weigh: () => import("./screens/weigh.js"), move: () => import("./screens/move.js"),
  concern: () => import("./screens/concern.js"), scan: () => import("./screens/scan.js"),
  animals: () => import("./screens/animals.js"), outbox: () => import("./screens/outbox.js"),
  enrol: () => import("./screens/enrol.js"), join: () => import("./screens/join.js"),
  faces: () => import("./screens/faces.js"), pin: () => import("./screens/pin.js"),
  renew: () => import("./screens/renew.js"), count: () => import("./screens/count.js"), areas: () => import("./screens/areas.js"), tag: () => import("./screens/tag.js"),
});

export async function lock() {
  forget();
  dropThumbs();
  hush();
  await go("faces", true);
}

// After the PIN: the day as it is kept, at once; what is new comes when it comes.
export async function unlocked() {
  await speak(session.profile.lang || navigator.language.slice(0, 2));
  await openDay();
  const wanted = sessionStorage.getItem("scanned");
  sessionStorage.removeItem("scanned");
  await go(wanted ? `tag/${wanted}` : "round", true);
  if ((await sync()) && session.day && !session.day.units.length && session.day.areas.length) await go("areas");
}

async function begin() {
  applyTheme();
  await speak(navigator.language.slice(0, 2));
  if (!isSecureContext) return unsafe();
  const scanned = numberIn(location.pathname);
  if (scanned) sessionStorage.setItem("scanned", scanned);
  if (location.pathname !== "/m/") history.replaceState(null, "", "/m/");
  frame(lock);
  await setRight();
  const ours = await get("phone", "self");
  await updates(Boolean(ours));
  addEventListener("day", () => { show(); bringThumbs(); });
  addEventListener("outbox", async () => { if (session.profile) { await openDay(); show(); } });
  let reached = state.reached;
  addEventListener("sync", () => { if (reached !== state.reached) { reached = state.reached; show(); } });
  addEventListener("hashchange", () => show(true));
  lockWhenLeft(lock);
  await go(ours ? "faces" : "enrol", true);
  if (ours) syncAlways();
}

function unsafe() {
  document.getElementById("content").replaceChildren(h("h1", {}, t("Not over this connection")),
    h("p", {}, t("The phone’s pages need an encrypted address (https). Ask whoever keeps the centre’s computers.")));
}

begin();
