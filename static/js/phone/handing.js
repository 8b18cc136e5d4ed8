// What waits here as a file, for a phone that can't reach the centre: sealed as it is, for the
// office to take in. It stays here too, until the centre says that it has it.
import { all, get, inOrder } from "./db.js";
import { h } from "./dom.js";
import { ready } from "./outbox.js";
import { toText } from "./seals.js";

export async function saveFile() {
  const [phone, rows, kept] = await Promise.all([get("phone", "self"), inOrder(), all("photos")]);
  const due = new Set(ready(rows));
  const records = rows.filter((row) => due.has(row) || row.state === "sending")
    .map(({ id, seq, profile, sealed, thumbs }) => ({ id, seq, profile, sealed, thumbs }));
  const photos = kept.filter((photo) => photo.state === "waiting")
    .map(({ id, record, profile, size, sha256, sealed }) => ({ id, record, profile, size, sha256, sealed: toText(sealed) }));
  const file = new Blob([JSON.stringify({ phone: phone.id, records, photos })], { type: "application/json" });
  const address = URL.createObjectURL(file);
  h("a", { href: address, download: `${phone.name} ${new Date().toISOString().slice(0, 10)}.json` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60e3);
}
