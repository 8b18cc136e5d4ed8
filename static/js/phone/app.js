// Begins the phone's application: who holds it, what it shows, and when it asks the centre.
import { setRight } from "./clock.js";
import { change, get } from "./db.js";
import { openDay } from "./day.js";
import { frame } from "./frame.js";
import { shut } from "./records.js";
import { go, show } from "./router.js";
import { lockWhenLeft, forget, session } from "./session.js";
import { state, sync, syncAlways } from "./sync.js";
import { applyTheme } from "./theme.js";
import { numberIn } from "./tags.js";
import { bringThumbs, dropThumbs } from "./thumbs.js";
import { hush } from "./told.js";
import { listen, lockAll, takeOver } from "./windows.js";
import { unsafe } from "./unsafe.js";
import { updates } from "./updates.js";
import { speak, spoken } from "./words.js";

export async function lock(all = true, then = "faces") {
  forget();
  shut();
  dropThumbs();
  document.getElementById("content").replaceChildren();
  if (all) lockAll();
  hush();
  await go(then, true);
}


// After the PIN: the day as it is kept, at once; what is new comes when it comes.
export async function unlocked() {
  await openDay();
  await speakTheirs();
  const wanted = sessionStorage.getItem("scanned");
  sessionStorage.removeItem("scanned");
  await go(wanted ? `tag/${wanted}` : "round", true);
  if (!(await sync()) || !session.day) return;
  if (!session.day.units.length && session.day.areas.length) await go("areas");
  bringThumbs();
}

// The language that the centre has for them, or the phone's own.
async function speakTheirs() {
  if (!session.profile) return;
  const lang = session.day?.me?.lang ?? session.profile.lang;
  if (lang && lang !== session.profile.lang) await change("profiles", session.profile.id, (row) => ({ ...row, lang })).catch(() => {});
  if (lang !== spoken()) await speak(lang || navigator.language.slice(0, 2));
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
  addEventListener("day", async () => { await speakTheirs(); show(); bringThumbs(); });
  addEventListener("words", () => show());
  addEventListener("outbox", async () => { if (session.profile) { await openDay(); show(); } });
  let before = "";
  addEventListener("sync", () => {
    const now = `${state.reached} ${session.mustSignIn}`;
    if (state.busy || now === before) return;
    before = now;
    show();
  });
  lockWhenLeft(lock);
  listen(lock);
  if (ours && await takeOver()) await unlocked();
  else await go(ours ? "faces" : "enrol", true);
  if (ours) syncAlways();
}

begin();
