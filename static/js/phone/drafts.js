// What somebody began to write and did not save. It outlives the lock, sealed.
import { get, isFull, put, remove } from "./db.js";
import { openFacts, place, sealFacts } from "./seals.js";
import { session } from "./session.js";

const name = (screen) => `${session.profile.id}|${screen}`;
const about = (screen) => place("draft", session.phone.id, screen);

export async function keep(screen, facts) {
  const key = name(screen);
  await put("drafts", await sealFacts(session.key, facts, about(screen)), key).catch((error) => {
    if (!isFull(error)) throw error; // what is saved says that there is no room; a draft waits on the screen
  });
}

export async function kept(screen) {
  const sealed = await get("drafts", name(screen));
  return sealed ? openFacts(session.key, sealed, about(screen)).catch(() => null) : null;
}

export const drop = (screen) => remove("drafts", name(screen));
