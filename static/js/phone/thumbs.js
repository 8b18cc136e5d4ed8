// Small photographs of the day's animals: brought after the day, sealed on the phone like
// everything else, and forgotten with the lock.
import { ask } from "./centre.js";
import { get, keys, put } from "./db.js";
import { h, icon } from "./dom.js";
import { open, place, seal } from "./seals.js";
import { session } from "./session.js";

const shown = new Map();
const about = (sha) => place("thumb", session.phone.id, sha);

// The picture of an animal, or a mark until it is here.
export function portrait(animal) {
  const spot = h("span", { class: "portrait", "aria-hidden": "true" }, icon("animal"));
  if (animal.photo) picture(animal.photo).then((source) => source && spot.replaceChildren(h("img", { src: source, alt: "" })));
  return spot;
}

async function picture(sha) {
  if (shown.has(sha)) return shown.get(sha);
  const { profile, key } = session;
  const sealed = profile && await get("thumbs", `${profile.id}|${sha}`);
  if (!sealed) return null;
  const bytes = await open(key, sealed, about(sha)).catch(() => null);
  if (!bytes || session.key !== key) return null; // locked meanwhile
  if (!shown.has(sha)) shown.set(sha, URL.createObjectURL(new Blob([bytes], { type: "image/webp" })));
  return shown.get(sha);
}

export function dropThumbs() {
  for (const source of shown.values()) URL.revokeObjectURL(source);
  shown.clear();
}

// Brings those that are not here yet, one after another; a line that breaks costs one.
export async function bringThumbs() {
  const { profile, day, key } = session;
  const have = new Set(await keys("thumbs"));
  for (const sha of new Set(day.animals.map((animal) => animal.photo).filter(Boolean))) {
    if (session.key !== key) return;
    if (have.has(`${profile.id}|${sha}`)) continue;
    try {
      const bytes = await (await ask(`/m/thumbs/${sha}`)).arrayBuffer();
      if (session.key !== key) return;
      await put("thumbs", await seal(key, bytes, about(sha)), `${profile.id}|${sha}`);
    } catch {
      return; // the next day that comes brings the rest
    }
  }
}
