// What is no longer needed on the phone.
import { atOnce } from "./db.js";

// What is long at the centre leaves the phone.
const KEPT = 14 * 864e5;
export const sweep = () => atOnce(["outbox", "photos"], async (of) => {
  const old = (row) => Date.now() - row.saved > KEPT && ["sent", "read", "undone"].includes(row.state);
  for (const row of await of("outbox").getAll()) if (old(row)) await of("outbox").delete(row.id);
  for (const photo of await of("photos").getAll()) {
    if (photo.state !== "waiting" && !(await of("outbox").get(photo.record))) await of("photos").delete(photo.id);
  }
});
