// The day's animals of one person: fetched, kept as it came, sealed, and opened while they have the
// phone unlocked.
import { ask, NotSo } from "./centre.js";
import { openDay } from "./day.js";
import { get, put, remove } from "./db.js";
import { open, place } from "./seals.js";
import { session } from "./session.js";

// Brings what is new. True where the day changed.
export async function fetchSlice(areas) {
  const { profile, phone, key } = session;
  const kept = await get("slices", profile.id);
  const wanted = areas ?? kept?.areas ?? "";
  const same = kept?.etag && wanted === (kept.areas ?? "");
  try {
    const response = await ask(`/m/slice${wanted ? `?areas=${wanted}` : ""}`, {
      headers: same ? { "If-None-Match": kept.etag } : {}, wait: 60000,
    });
    if (session.profile !== profile) return false; // locked meanwhile
    session.mustSignIn = false;
    if (response.status === 304) {
      await put("slices", { ...kept, at: Date.now() });
      return false;
    }
    const bytes = await response.arrayBuffer();
    await opened(bytes, phone, key); // what can't be opened replaces nothing
    await put("slices", { profile: profile.id, bytes, etag: response.headers.get("ETag"), at: Date.now(), areas: wanted });
    return true;
  } catch (error) {
    if (error instanceof NotSo && error.status === 401 && session.profile === profile) session.mustSignIn = true;
    if (error instanceof NotSo && error.status === 403 && session.profile === profile) {
      await remove("slices", profile.id); // the phone was revoked, or they left
      await openDay();
      dispatchEvent(new CustomEvent("day"));
    }
    throw error;
  }
}

async function opened(bytes, phone, key) {
  const packed = await open(key, bytes, place("slice", phone.id));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).json();
}

// The day as it is kept, and when it was fetched; null where there is none.
export async function keptSlice() {
  const { profile, phone, key } = session;
  const kept = await get("slices", profile.id);
  return kept ? { facts: await opened(kept.bytes, phone, key), at: kept.at } : null;
}
