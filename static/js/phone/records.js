// What became of one's own records, opened with one's own key; what others wrote stays shut.
import { change, inOrder } from "./db.js";
import { about } from "./outbox.js";
import { ofText, openFacts, place } from "./seals.js";
import { session } from "./session.js";

// What was opened, for as long as the key that opened it is in hand.
let opened = new Map();
let last = null;

export async function mine() {
  const { profile, key } = session;
  if (!profile) return [];
  if (last !== key) [last, opened] = [key, new Map()];
  const rows = (await inOrder()).filter((row) => row.profile === profile.id && row.state !== "undone");
  const read = await Promise.all(rows.map((row) => facts(row).then((found) => settled({ ...row, ...found })).catch(() => null)));
  return session.key === key ? read.filter(Boolean) : []; // not where it was locked meanwhile
}

export function shut() {
  [last, opened] = [null, new Map()];
}

// What a row says, and what was answered; opened once.
async function facts(row) {
  const [{ key, phone }, all] = [session, opened];
  const known = all.get(row.id);
  if (known && known.sealed === row.answer) return known.found;
  const body = known?.found.body ?? await openFacts(key, ofText(row.sealed), about(phone, row.id, row.seq));
  const answer = row.answer ? await openFacts(key, ofText(row.answer), place("answer", phone.id, row.id)) : null;
  all.set(row.id, { sealed: row.answer, found: { body, answer } });
  return { body, answer };
}

// An answer that was lost on the way comes as "duplicate"; what it said first counts.
function settled(row) {
  const first = row.outcome === "duplicate" ? row.answer?.first : null;
  if (!first || first === "applied" || row.state !== "sent") return row;
  change("outbox", row.id, (one) => ({ ...one, outcome: first, state: "needs" })).catch(() => {}); // a full phone: said, if not kept
  return { ...row, outcome: first, state: "needs" };
}

// Somebody read what became of it.
export async function read(id, store = "outbox") {
  await change(store, id, (row) => (row.state === "needs" ? { ...row, state: "read" } : null));
  dispatchEvent(new CustomEvent("outbox"));
}
