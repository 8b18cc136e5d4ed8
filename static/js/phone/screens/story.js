// What happened to an animal in the last thirty days, readable without network; newest first.
import { h, link } from "../dom.js";
import { dataFrom } from "../frame.js";
import { head } from "../router.js";
import { session } from "../session.js";
import { day as date, t, time, weight, word } from "../words.js";
import { WHAT } from "./concern.js";
import { SCALES } from "./observe.js";

export default async function screen(id) {
  const { day } = session;
  const animal = day.animal.get(Number(id));
  if (!animal) return { title: t("Animal"), body: [head(t("Not in today’s animals"))] };
  const name = animal.name || animal.acc;
  const days = byDay([...(day.lately[animal.id] ?? [])].sort((one, other) => Date.parse(other[0]) - Date.parse(one[0])));
  return {
    title: t("Last 30 days"), live: true,
    body: [head(t("{name}: last 30 days", { name })),
      days.size ? "" : h("p", { class: "lead" }, t("Nothing was recorded in the last 30 days.")),
      [...days].map(([of, told]) => h("section", {}, h("h2", {}, of), h("ul", { class: "story" }, told.map(line)))),
      link(t("Back to {name}", { name }), `#/animal/${animal.id}`, { mark: "back", kind: "is-wide" }), dataFrom(day)],
  };
}

function byDay(told) {
  const days = new Map();
  for (const one of told) {
    const of = date(one[0]);
    if (!days.has(of)) days.set(of, []);
    days.get(of).push(one);
  }
  return days;
}

const line = ([at, kind, ...facts]) => h("li", {}, h("span", { class: "story-at" }, time(at)), h("span", {}, SAID[kind]?.(...facts) ?? ""));

const SAID = {
  w: (grams) => t("Weighed {weight}", { weight: weight(grams) }),
  m: (unit) => t("Moved to {unit}", { unit }),
  c: (what, answered) => [t("Concern"), ": ", t(named([...WHAT, ["dead", word("Found dead")]], what)), " · ", answered ? t("answered") : t("open")].join(""),
  d: (drug, given, not) => [`${drug}:`, given ? t("given × {n}", { n: given }) : "", not ? t("not given × {n}", { n: not }) : ""].filter(Boolean).join(" "),
  o: (appetite, faeces, water, behaviour, body = null) => SCALES.map(([key, title, choices]) => {
    const value = { appetite, faeces, water, body }[key];
    return value === null || value === "unknown" ? "" : `${t(title)} ${t(named(choices, value))}`;
  }).concat(behaviour).filter(Boolean).join(" · ") || t("Looked at"),
};

const named = (choices, key) => choices.find(([value]) => value === key)?.[1] ?? "";
