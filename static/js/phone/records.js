// What became of one's own records, opened with one's own key; what others wrote stays shut.
import { change, inOrder } from "./db.js";
import { about } from "./outbox.js";
import { ofText, openFacts, place } from "./seals.js";
import { session } from "./session.js";

export async function mine() {
  const { profile, phone, key } = session;
  if (!profile) return [];
  const rows = (await inOrder()).filter((row) => row.profile === profile.id && row.state !== "undone");
  const opened = await Promise.all(rows.map(async (row) => {
    try {
      const body = await openFacts(key, ofText(row.sealed), about(phone, row.id, row.seq));
      const answer = row.answer
        ? await openFacts(key, ofText(row.answer), place("answer", phone.id, row.id)) : null;
      return settled({ ...row, body, answer });
    } catch {
      return null;
    }
  }));
  return opened.filter(Boolean);
}

// An answer that was lost on the way comes as "duplicate"; what it said first counts.
function settled(row) {
  const first = row.outcome === "duplicate" ? row.answer?.first : null;
  if (!first || first === "applied" || row.state !== "sent") return row;
  change("outbox", row.id, (one) => ({ ...one, outcome: first, state: "needs" }));
  return { ...row, outcome: first, state: "needs" };
}

// Somebody read what became of it.
export async function read(id) {
  await change("outbox", id, (row) => (row.state === "needs" ? { ...row, state: "read" } : null));
  dispatchEvent(new CustomEvent("outbox"));
}
