// The words of the screens: t("{n} waiting", { n: 3 }) in the language of whoever holds the phone.
// What is not translated is said in English. Figures and days are Gregorian everywhere.
import { get, put } from "./db.js";

let known = {};
let lang = "en";
let zone; // the centre's; without one, the phone's

export function t(sentence, values = {}) {
  return (known[sentence] || sentence).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

// Marks a sentence that is translated where it is shown: word("Missing"), later t(it).
export const word = (sentence) => sentence;

export const spoken = () => lang;

export async function speak(wanted = "en") {
  lang = wanted;
  use((await get("meta", `words:${lang}`)) ?? {});
  if (lang !== "en") learn(lang).catch(() => {}); // without network what was learnt before stands
}

async function learn(wanted) {
  const response = await fetch(`/m/words/${wanted}.json`, { signal: AbortSignal.timeout(15000) });
  if (!response.ok) return;
  const words = await response.json();
  await put("meta", words, `words:${wanted}`);
  if (wanted !== lang) return;
  use(words);
  dispatchEvent(new CustomEvent("words"));
}

function use(words) {
  known = words;
  document.documentElement.lang = Object.keys(words).length ? lang : "en";
}

const here = () => `${lang}-u-ca-gregory-nu-latn`;
export const setZone = (named) => { zone = named || undefined; };
export const time = (at) => new Date(at).toLocaleTimeString(here(), { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone });
export function sinceMidnight(at) {
  const parts = new Date(at).toLocaleTimeString("en-GB", { timeZone: zone, hourCycle: "h23" }).split(":").map(Number);
  return ((parts[0] * 60 + parts[1]) * 60 + parts[2]) * 1000;
}
export const day = (at) => new Date(at).toLocaleDateString(here(), { day: "numeric", month: "short", year: "numeric", timeZone: zone });
export const number = (value, digits = 3) => new Intl.NumberFormat(here(), { maximumFractionDigits: digits }).format(value);

export function weight(grams) {
  if (grams === null || grams === undefined) return t("Not weighed");
  return grams < 1000 ? `${number(grams)} g` : `${number(grams / 1000)} kg`;
}

export function ago(at, now = Date.now()) {
  const days = Math.floor((now - new Date(at)) / 864e5);
  if (days < 1) return t("today");
  return days === 1 ? t("yesterday") : t("{n} days ago", { n: days });
}

export const spacedTag = (tag) => (tag ? `${tag.slice(0, 4)} ${tag.slice(4)}` : "");
