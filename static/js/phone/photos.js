// Photographs: made small, sealed, and sent in pieces after the records, each where the last ended.
import { ask, NotSo } from "./centre.js";
import { all, change, get, isFull, remove } from "./db.js";
import { forWifi } from "./line.js";
import { hex256, place, seal, toText, uuid7 } from "./seals.js";
import { session } from "./session.js";
import { shrunk } from "./shrunk.js";

const PIECE = 256 * 1024;

// A photograph as it is kept and sent: at most 1600 px a side, without what the camera wrote in it;
// and a small one, which goes ahead with its record.
export async function prepared(file) {
  const { whole, small } = await shrunk(file);
  const { key, phone, profile } = session;
  const id = uuid7();
  const sealed = await seal(key, whole, place("photo", phone.id, id));
  const thumb = small && { sha256: await hex256(small), sealed: toText(await seal(key, small, place("thumb", phone.id, id))) };
  return { id, profile: profile.id, sealed, size: sealed.length, sha256: await hex256(sealed), state: "waiting", thumb };
}

export async function sendPhotos() {
  if (forWifi()) return;
  for (const photo of await all("photos")) {
    if (photo.state !== "waiting") continue;
    const record = await get("outbox", photo.record);
    if (record?.state === "undone") await change("photos", photo.id, (row) => ({ ...row, state: "undone", sealed: null }));
    if (record && !["sent", "needs", "read"].includes(record.state)) continue; // it goes after its record, which may have left
    await sendOne(photo);
  }
}

async function sendOne(photo) {
  try {
    const { id, record, profile, size, sha256 } = photo;
    const begun = await ask("/m/photos", { method: "POST", json: { id, record, profile, size, sha256 } });
    let told = await begun.json();
    for (let again = 0; !told.arrived && again < 2; again += told.have === 0 ? 1 : 0) told = await piece(photo, told.have);
    if (told.arrived) await settle(id, told.problem);
    dispatchEvent(new CustomEvent("outbox"));
  } catch (error) {
    if (!(error instanceof NotSo) || error.status >= 500) throw error; // the line, not this one
    await change("photos", photo.id, (row) => ({ ...row, state: "needs", problem: error.message }));
  }
}

// It is at the centre: its bytes leave the phone, and where there is no room to say so, all of it.
const settle = (id, problem) => change("photos", id, (row) => ({ ...row, state: problem ? "needs" : "sent", problem, sealed: null }))
  .catch((error) => {
    if (!isFull(error)) throw error;
    return remove("photos", id);
  });

async function piece(photo, at) {
  const response = await ask(`/m/photos/${photo.id}/pieces?at=${at}`, {
    method: "POST", body: photo.sealed.slice(at, at + PIECE), wait: 60000,
    headers: { "Content-Type": "application/octet-stream" },
  });
  return response.json();
}
