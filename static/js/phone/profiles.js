// The people on this phone: enrolling it, joining it once with the password, and opening one's
// key with the PIN ever after.
import { ask, post } from "./centre.js";
import { all, get, keys, put, remove } from "./db.js";
import { keyOf, ofText, unwrap, wrap } from "./seals.js";
import { begin, session } from "./session.js";
import { noteTry, tried } from "./tries.js";

export async function enrol(name) {
  const told = await post("/m/phones", { name }, { cookies: true });
  await put("phone", { id: told.phone, name: told.name, token: told.token, centre: told.centre }, "self");
  await navigator.storage?.persist?.().catch(() => false);
  (await navigator.serviceWorker?.ready)?.active?.postMessage("enrolled");
}

// What the centre gives somebody who says their password; `settle` keeps it under their PIN.
export const join = (account, password) => post("/m/profiles", { account, password });

export async function settle(told, pin) {
  const kept = await wrap(pin, { key: told.key, token: told.token }, told.profile);
  const older = (await all("profiles")).filter((one) => one.person === told.person);
  await put("profiles", {
    id: told.profile, person: told.person, name: told.name, until: told.until, kept,
    digits: pin.length, tries: 0, from: 0, wait: 0, lang: older[0]?.lang ?? "", used: Date.now(),
  });
  for (const one of older) await wipe(one.id);
  await unlock(told.profile, pin);
}

// True where the PIN was right. Each try is noted before it is made, so that ending the page
// makes none undone; five wrong ones wait, and each one after that twice as long.
export async function unlock(id, pin) {
  const now = Date.now();
  const profile = await tried(id, now);
  if (!profile) return false;
  let secret;
  try {
    secret = await unwrap(pin, profile.kept, id);
  } catch {
    return false;
  }
  await noteTry(id, (row) => Object.assign(row, { tries: 0, from: 0, wait: 0, used: now }));
  begin(profile, await get("phone", "self"), await keyOf(ofText(secret.key)), secret.token);
  return true;
}

export async function renew(password) {
  await post("/m/profiles/renewal", { password });
  session.mustSignIn = false;
}

// Who is on this phone, those who used it last first; and everybody but one.
export const faces = async () => (await all("profiles")).sort((one, other) => other.used - one.used);
export const others = async (id) => (await faces()).filter((one) => one.id !== id);

// Takes a person off the phone: their day goes, what they wrote and is not sent stays.
export async function leave() {
  const { id } = session.profile;
  await ask("/m/profiles/ending", { method: "POST", json: {} });
  await wipe(id);
}
async function wipe(id) {
  await remove("slices", id);
  await remove("profiles", id);
  for (const store of ["drafts", "thumbs"]) {
    for (const key of await keys(store)) if (key.startsWith(`${id}|`)) await remove(store, key);
  }
}
