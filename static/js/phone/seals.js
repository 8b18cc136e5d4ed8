// Seals: AES-GCM, nonce first. What is sealed says in `place` what it is, so that nothing can be
// passed off as another. A PIN opens a person's key by PBKDF2.
const ROUNDS = 310000;
const coded = (text) => new TextEncoder().encode(text);
export const place = (...parts) => coded(parts.join("|"));

export function toText(bytes) {
  let text = "";
  const all = new Uint8Array(bytes);
  for (let at = 0; at < all.length; at += 8192) text += String.fromCharCode(...all.subarray(at, at + 8192));
  return btoa(text);
}
export const ofText = (text) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));

export const keyOf = (raw) => crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);

export async function seal(key, content, about) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: about }, key, content);
  const whole = new Uint8Array(12 + sealed.byteLength);
  whole.set(iv);
  whole.set(new Uint8Array(sealed), 12);
  return whole;
}

export async function open(key, sealed, about) {
  const whole = new Uint8Array(sealed);
  const how = { name: "AES-GCM", iv: whole.subarray(0, 12), additionalData: about };
  return new Uint8Array(await crypto.subtle.decrypt(how, key, whole.subarray(12)));
}

export const sealFacts = (key, facts, about) => seal(key, coded(JSON.stringify(facts)), about);
export const openFacts = async (key, sealed, about) => JSON.parse(new TextDecoder().decode(await open(key, sealed, about)));

export async function hex256(bytes) {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function pinKey(pin, salt, rounds) {
  const typed = await crypto.subtle.importKey("raw", coded(pin), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  return crypto.subtle.deriveKey(how, typed, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

export async function wrap(pin, secret, whose) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const sealed = await sealFacts(await pinKey(pin, salt, ROUNDS), secret, place("pin", whose));
  return { salt, rounds: ROUNDS, sealed };
}
export const unwrap = async (pin, kept, whose) =>
  openFacts(await pinKey(pin, kept.salt, kept.rounds), kept.sealed, place("pin", whose));

// An id that sorts by when it was drawn (RFC 9562, version 7).
export function uuid7(now = Date.now()) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  new DataView(bytes.buffer).setUint32(0, Math.floor(now / 65536));
  new DataView(bytes.buffer).setUint16(4, now % 65536);
  bytes[6] = 0x70 | (bytes[6] & 15);
  bytes[8] = 0x80 | (bytes[8] & 63);
  const text = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return text.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
