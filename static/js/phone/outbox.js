// What was written down: sealed by its author and on the disk before the screen says so, in the
// phone's own order. A record is held for ten seconds, in which it can be undone.
import { all, atOnce, change, get, isFull } from "./db.js";
import { place, sealFacts, toText, uuid7 } from "./seals.js";
import { session } from "./session.js";

export const HOLD = 10e3;
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
export const about = (phone, id, seq) => place("record", phone.id, id, seq);

// Saves a record with its photographs (sealed before). Returns its id.
export const write = (...record) => (last = save(...record));

// Until what is being saved is saved, or can't be: nobody is asked for it again meanwhile.
let last = Promise.resolve();
export const written = () => last.catch(() => {});

async function save(kind, facts, photos = [], at = new Date().toISOString()) {
  const { profile, phone, key } = session;
  const id = uuid7();
  const body = {
    kind, facts, at, zone,
    offset_ms: (await get("meta", "offset")) ?? null, photos: photos.map((photo) => photo.id), thumbs: photos.map(({ thumb }) => thumb?.sha256 ?? ""),
  };
  for (;;) {
    const seq = ((await get("meta", "seq")) ?? 0) + 1;
    const sealed = toText(await sealFacts(key, body, about(phone, id, seq)));
    const saved = Date.now();
    const row = { id, seq, profile: profile.id, sealed, thumbs: small(photos), saved, hold: saved + HOLD, state: "waiting" };
    if (await add(row, photos)) break; // else another window took the place
  }
  dispatchEvent(new CustomEvent("outbox", { detail: { saved: true } }));
  return id;
}

const small = (photos) => photos.filter(({ thumb }) => thumb).map(({ id, thumb }) => ({ photo: id, sealed: thumb.sealed }));
const add = (row, photos) => atOnce(["outbox", "photos", "meta"], async (of) => {
  const last = (await of("meta").get("seq")) ?? 0;
  if (last + 1 !== row.seq) return false;
  await of("meta").put(row.seq, "seq");
  await of("outbox").add(row);
  for (const { thumb: _, ...photo } of photos) await of("photos").add({ ...photo, record: row.id });
  return true;
});

// True where it was not on its way yet.
export async function undo(id) {
  const row = await change("outbox", id, (one) => (held(one) ? { ...one, state: "undone" } : null)).catch((error) => {
    if (!isFull(error)) throw error;
    return gone(id);
  });
  dispatchEvent(new CustomEvent("outbox"));
  return Boolean(row);
}

const held = (one) => one?.state === "waiting" && Date.now() < one.hold;

// Where there is no room to note that it was undone, it leaves the phone.
const gone = (id) => atOnce(["outbox", "photos"], async (of) => {
  if (!held(await of("outbox").get(id))) return false;
  await of("outbox").delete(id);
  for (const photo of await of("photos").getAll()) if (photo.record === id) await of("photos").delete(photo.id);
  return true;
});

// What goes now: not what may still be undone, unless the clock was set back meanwhile.
export const ready = (rows, now = Date.now()) =>
  rows.filter((row) => row.state === "waiting" && (now >= row.hold || now < row.hold - HOLD));

export const counts = async () => {
  const [rows, photos] = [await all("outbox"), await all("photos")];
  const waiting = rows.filter((row) => row.state === "waiting" || row.state === "sending");
  const needs = [...rows, ...photos].filter((row) => row.state === "needs" && row.profile === session.profile?.id);
  return {
    waiting: waiting.length, photos: photos.filter((one) => one.state === "waiting").length, needs: needs.length,
    oldest: Math.min(...waiting.map((row) => row.saved)), of: (id) => waiting.filter((row) => row.profile === id).length,
  };
};
