// Tries at a PIN: five wrong ones wait, and each one after that twice as long.
import { change, get, isFull } from "./db.js";

const TRIES = 5;
const LONGEST_WAIT = 3600e3;

function waitOf(profile, now) {
  return profile.wait ? Math.max(0, profile.from + profile.wait - now) : 0;
}

// How long the next try still waits. Where the clock was set back the wait begins anew, so that it
// is neither cut short nor grows by what the clock was off.
export async function stillWaits(id) {
  const now = Date.now();
  const profile = await noteTry(id, (row) => (row.from > now ? { ...row, from: now } : null));
  return waitOf(profile ?? { ...await get("profiles", id), ...aside(id) }, now);
}

// A phone without room opens as well: tries are then noted aside until there is room.
const aside = (id) => JSON.parse(localStorage.getItem(`tries:${id}`) ?? "{}");
export async function noteTry(id, how) {
  try {
    const row = await change("profiles", id, (one) => how({ ...one, ...aside(id) }));
    if (row) localStorage.removeItem(`tries:${id}`);
    return row;
  } catch (error) {
    if (!isFull(error)) throw error;
    const row = how({ ...await get("profiles", id), ...aside(id) });
    if (row) localStorage.setItem(`tries:${id}`, JSON.stringify({ tries: row.tries, from: row.from, wait: row.wait }));
    return row;
  }
}

// Notes a try before it is made, so that ending the page makes none undone. Nothing where it waits.
export async function tried(id, now) {
  await stillWaits(id);
  return noteTry(id, (row) => {
    if (waitOf(row, now)) return null;
    row.tries += 1;
    const over = row.tries - TRIES;
    return Object.assign(row, { from: now, wait: over < 0 ? 0 : Math.min(30e3 * 2 ** over, LONGEST_WAIT) });
  });
}
