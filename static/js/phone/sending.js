// Sends what waits, one batch after another. One bad record stops no other; where the line breaks,
// everything stays and is sent again later, under the same ids.
import { NotSo, post } from "./centre.js";
import { setRight } from "./clock.js";
import { atOnce, inOrder, isFull } from "./db.js";
import { ready } from "./outbox.js";

const BATCH = 50;
const BREAKS = 3;

// Returns why some stay here, where the centre broke over them.
export async function sendRecords(tell) {
  const broken = [];
  let rows = ready(await recovered());
  const all = rows.length;
  tell(0, all);
  while (rows.length) {
    const batch = rows.slice(0, BATCH);
    const sent = await taken(batch);
    if (sent.length) await sendApart(sent, broken);
    rows = rows.slice(BATCH);
    tell(all - rows.length, all);
  }
  return broken[0] ?? null;
}

// Where the centre breaks over a batch, each half goes by itself, so that what it breaks over keeps
// nothing else here; where it breaks over each and every one, it is the centre.
async function sendApart(rows, broken) {
  try {
    await send(rows);
  } catch (error) {
    if (!(error instanceof NotSo) || error.status !== 500 || broken.length >= BREAKS) throw error;
    if (rows.length === 1) return broken.push(error);
    const half = rows.length >> 1;
    await sendApart(rows.slice(0, half), broken);
    await sendApart(rows.slice(half), broken);
  }
  return undefined;
}

// What a page that was ended left on its way is sent again: the centre knows it by its id.
const recovered = async () => (await inOrder()).map((row) =>
  row.state === "sending" ? { ...row, state: "waiting", hold: row.saved } : row);

// From here on it can't be undone on the phone. One that is full can't note that, and sends all the
// same: that is how it gets room.
const taken = (rows) => atOnce(["outbox"], (of) => going(rows, of, true)).catch((error) => {
  if (!isFull(error)) throw error;
  return atOnce(["outbox"], (of) => going(rows, of, false));
});

async function going(rows, of, noted) {
  const found = [];
  for (const { id } of rows) {
    const row = await of("outbox").get(id);
    if (row.state !== "waiting" && row.state !== "sending") continue;
    if (noted) await of("outbox").put({ ...row, state: "sending" });
    found.push(row);
  }
  return found;
}

async function send(rows) {
  const records = rows.map(({ id, seq, profile, sealed }) => ({ id, seq, profile, sealed }));
  const told = await post("/m/records", { records, now_ms: Date.now() }, { wait: 60000 });
  const offset = told.now_ms - Date.now();
  const at = told.now_ms;
  await noted(told.answers, at, offset).catch((error) => {
    if (!isFull(error)) throw error;
    return makeRoom(told.answers);
  });
  await setRight();
  dispatchEvent(new CustomEvent("outbox"));
}

const noted = (answers, at, offset) => atOnce(["outbox", "meta"], async (of) => {
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
  ...row, outcome: answer.outcome, answer: answer.sealed, answered: at, state: STATES[answer.outcome] ?? "needs",
});
