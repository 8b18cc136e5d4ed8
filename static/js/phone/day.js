// The day as screens read it: what the centre told, and on top what this person wrote down since
// and the centre does not know yet.
import { laidOver } from "./laid.js";
import { mine } from "./records.js";
import { session } from "./session.js";
import { keptSlice } from "./slice.js";
import { setZone } from "./words.js";

export async function openDay() {
  const { profile } = session;
  if (!profile) return null;
  const kept = await keptSlice().catch(() => null);
  const written = await mine();
  if (session.profile !== profile) return null; // locked meanwhile, or somebody else's turn
  const facts = kept?.facts ?? EMPTY;
  session.day = laidOver(facts, written.filter((row) => counts(row, facts)), written);
  setZone(facts.zone);
  Object.assign(session.day, { fetched: kept?.at ?? null, written });
  return session.day;
}

const EMPTY = { areas: [], units: [], species: [], animals: [], doses: [], tasks: [], seen: [], meals: [], concerns: [], lately: {}, me: null, made: null };

// A record counts until the day that the centre tells was made after it was taken in.
const counts = (row, facts) =>
  !["refused", "conflict", "held"].includes(row.outcome) && (row.state !== "sent" || !facts.made || row.answered > Date.parse(facts.made));
