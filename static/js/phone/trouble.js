// What the centre said no to, for every window of this phone.
import { get, put } from "./db.js";

export async function inTrouble(sentence) {
  if (((await get("meta", "trouble")) ?? "") === sentence) return;
  await put("meta", sentence, "trouble").catch(() => {});
  dispatchEvent(new CustomEvent("outbox"));
}
