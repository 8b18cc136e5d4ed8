// What the centre answered, noted beside the records that it answers.
import { atOnce, isFull } from "./db.js";

export const noted = (answers, at, offset) => write(answers, at, offset).catch((error) => {
  if (!isFull(error)) throw error;
  return makeRoom(answers);
});

const write = (answers, at, offset) => atOnce(["outbox", "meta"], async (of) => {
  for (const answer of answers) {
    const row = await of("outbox").get(answer.id);
    if (row) await of("outbox").put(answered(row, answer, at));
  }
  await of("meta").put(offset, "offset");
});

// What is at the centre leaves a phone that has no room to say so; the rest is sent again and
// answered as before.
const makeRoom = (answers) => atOnce(["outbox"], async (of) => {
  for (const { id, outcome } of answers) if (outcome === "applied") await of("outbox").delete(id);
});

// "later": it waits for the record that it is about, and is sent again.
const STATES = { applied: "sent", duplicate: "sent", later: "waiting" };
const answered = (row, answer, at) => ({
  ...row, thumbs: answer.outcome === "later" ? row.thumbs : undefined, outcome: answer.outcome, answer: answer.sealed, answered: at, state: STATES[answer.outcome] ?? "needs",
});
