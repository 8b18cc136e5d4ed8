// What the phone keeps. Nothing that a person wrote or was told lies here unsealed.
//   phone    "self": its id, name and token      profiles  who is on it; key and token under the PIN
//   slices   the day, sealed, one a profile      outbox    records, sealed, in order
//   photos   sealed, on their way                drafts    what is not finished, sealed
//   thumbs   small pictures of the day, sealed
//   meta     the sequence, the clock, the words of the screens
import { openDB } from "../../vendor/idb/index.js";

const opened = openDB("rescue", 1, {
  upgrade(db) {
    for (const name of ["phone", "drafts", "meta", "thumbs"]) db.createObjectStore(name);
    db.createObjectStore("profiles", { keyPath: "id" });
    db.createObjectStore("slices", { keyPath: "profile" });
    db.createObjectStore("outbox", { keyPath: "id" }).createIndex("seq", "seq", { unique: true });
    db.createObjectStore("photos", { keyPath: "id" });
  },
  blocking: (_current, _blocked, event) => event.target.close(),
});

export const get = async (store, key) => (await opened).get(store, key);
export const all = async (store) => (await opened).getAll(store);
export const put = async (store, value, key) => (await opened).put(store, value, key);
export const remove = async (store, key) => (await opened).delete(store, key);
export const inOrder = async () => (await opened).getAllFromIndex("outbox", "seq");

// All of `work` or nothing; it is on the disk before this returns.
export async function atOnce(stores, work) {
  const change = (await opened).transaction(stores, "readwrite", { durability: "strict" });
  try {
    const result = await work((name) => change.objectStore(name));
    await change.done;
    return result;
  } catch (error) {
    change.done.catch(() => {});
    try { change.abort(); } catch { /* it ended by itself */ }
    throw error;
  }
}

// Changes a row as it is now; `how` returns the new one, or nothing to leave it.
export const change = (store, key, how) => atOnce([store], async (of) => {
  const row = await of(store).get(key);
  const changed = row && how(row);
  if (changed) await of(store).put(changed);
  return changed;
});
export const keys = async (store) => (await opened).getAllKeys(store);

// Whether it failed because the phone has no room.
export const isFull = (error) => error?.name === "QuotaExceededError";
