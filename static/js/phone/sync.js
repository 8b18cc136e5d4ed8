// The phone asks the centre as it is opened or unlocked, after each record, every five minutes, with
// the network and by the button. Where the line breaks it tries again later.
import { NotSo, Unreached } from "./centre.js";
import { openDay } from "./day.js";
import { get, inOrder, isFull, put } from "./db.js";
import { HOLD } from "./outbox.js";
import { sendPhotos } from "./photos.js";
import { sendRecords } from "./sending.js";
import { session } from "./session.js";
import { fetchSlice } from "./slice.js";
import { sweep } from "./sweeping.js";
import { inTrouble } from "./trouble.js";

const EVERY = 5 * 60e3;
export const state = { busy: false, done: 0, of: 0, reached: navigator.onLine };
let failures = 0;
let timer = 0;

const tell = (what) => dispatchEvent(new CustomEvent("sync", { detail: Object.assign(state, what) }));

// Runs once at a time, in one window; returns whether the centre was reached. Who chose other areas
// waits for what is under way: it brings the old ones.
export const sync = (areas) => navigator.locks.request("sync", { ifAvailable: areas === undefined }, async (lock) => {
  if (!lock) {
    soon(await untilNext()); // another window is at it
    return state.reached;
  }
  tell({ busy: true });
  try {
    const broken = await sendRecords((done, of) => tell({ done, of }));
    const news = session.profile ? await fetchSlice(areas).catch(told) : false;
    await sendPhotos();
    if (news instanceof NotSo) throw news;
    if (broken) throw broken;
    await sweep();
    failures = 0;
    await put("meta", Date.now(), "reached").catch(() => {}); // no room: it was reached all the same
    await inTrouble("");
    tell({ busy: false, reached: true });
    if (news && session.profile) {
      await openDay();
      dispatchEvent(new CustomEvent("day"));
    }
  } catch (error) {
    failures += 1;
    if (!(error instanceof Unreached || error instanceof NotSo)) console.warn("sync", error);
    await inTrouble(error instanceof NotSo ? error.message : "");
    tell({ busy: false, reached: !(error instanceof Unreached) });
  }
  soon(failures ? Math.min(5000 * 2 ** (failures - 1), EVERY) * (0.75 + Math.random() / 2) : await untilNext());
  return state.reached;
});

// A day that was refused, or has no room here, keeps no photograph from going.
const told = (error) => {
  if (!(error instanceof NotSo || isFull(error))) throw error;
  return error instanceof NotSo && error;
};

// Until the last record can no longer be undone, where one waits for that.
async function untilNext() {
  const waiting = (await inOrder()).filter((row) => row.state === "waiting");
  const waits = waiting.map((row) => (row.outcome === "later" ? EVERY / 5 : Math.max(row.hold - Date.now(), 0) + 300));
  return Math.min(EVERY, ...waits);
}

export function soon(wait) {
  clearTimeout(timer);
  timer = setTimeout(sync, wait);
}

export const lastReached = () => get("meta", "reached");

export function syncAlways() {
  addEventListener("online", () => sync());
  navigator.connection?.addEventListener("change", () => sync());
  addEventListener("visibilitychange", () => document.visibilityState === "visible" && sync());
  addEventListener("outbox", (event) => event.detail?.saved && soon(HOLD + 300));
  sync();
}
