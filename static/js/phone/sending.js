// Sends what waits, one batch after another. One bad record stops no other; where the line breaks,
// everything stays and is sent again later, under the same ids.
import { noted } from "./answers.js";
import { NotSo, post } from "./centre.js";
import { setRight } from "./clock.js";
import { atOnce, inOrder, isFull } from "./db.js";
import { ready } from "./outbox.js";

const BATCH = 50;
const [PICTURES, BREAKS] = [24, 3];

// Returns why some stay here, where the centre broke over them.
export async function sendRecords(tell) {
  const broken = [];
  let rows = ready(await recovered());
  const all = rows.length;
  tell(0, all);
  while (rows.length) {
    const batch = fitting(rows);
    const sent = await taken(batch);
    if (sent.length) await sendApart(sent, broken);
    rows = rows.slice(batch.length);
    tell(all - rows.length, all);
  }
  return broken[0] ?? null;
}

// As many as travel at once, with the small pictures that go ahead of their photographs.
function fitting(rows) {
  let pictures = 0;
  const end = rows.findIndex((row) => (pictures += row.thumbs?.length ?? 0) > PICTURES);
  return rows.slice(0, Math.min(BATCH, end < 1 ? BATCH : end));
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
  const records = rows.map(({ id, seq, profile, sealed, thumbs }) => ({ id, seq, profile, sealed, thumbs }));
  const told = await post("/m/records", { records, now_ms: Date.now() }, { wait: 60000 });
  const offset = told.now_ms - Date.now();
  const at = told.now_ms;
  await noted(told.answers, at, offset);
  await setRight();
  dispatchEvent(new CustomEvent("outbox"));
}
