// An animal, as a scan of its tag opens it: who it is, what it is dangerous for, what is due now.
import { h, link, notice } from "../dom.js";
import { dataFrom } from "../frame.js";
import { doseCard, others, somebodyElses } from "../doses.js";
import { warnings } from "../flags.js";
import { dosesDue } from "../round.js";
import { head } from "../router.js";
import { session } from "../session.js";
import { called } from "../species.js";
import { portrait } from "../thumbs.js";
import { ago, spacedTag, t, time, weight, word } from "../words.js";

export default async function screen(id) {
  const { day } = session;
  const animal = day.animal.get(Number(id));
  if (!animal) return { title: t("Animal"), body: [head(t("Not in today’s animals")), dataFrom(day)] };
  const due = dosesDue(day, animal);
  const given = day.dosesOf(animal.id).filter((dose) => dose.done);
  return {
    title: animal.name || animal.acc, live: true,
    body: [head(animal.name || animal.acc), warnings(day, animal), who(day, animal),
      others(day, animal, due), due.length ? await somebodyElses() : "", due.map((dose) => doseCard(day, dose, animal)), given.map((dose) => doseCard(day, dose, animal)),
      due.length || given.length ? "" : h("p", { class: "quiet" }, later(day, animal)),
      h("div", { class: "acts" },
        link(t("Weigh"), `#/weigh/${animal.id}`, { mark: "weight", id: "act-weigh" }), link(t("Concern"), `#/concern/animal/${animal.id}`, { mark: "camera", id: "act-concern" }),
        link(t("Move"), `#/move/${animal.id}`, { mark: "move", id: "act-move" }), link(t("Observe"), `#/observe/${animal.id}`, { mark: "note", id: "act-observe" }),
        animal.unit ? link(t("Fed"), `#/fed/animal/${animal.id}`, { mark: "feed", id: "act-fed" }) : "", tagOrCrate(animal),
        link(t("Bite or accident"), `#/incident/animal/${animal.id}`, { mark: "alert" }), link(t("Last 30 days"), `#/story/${animal.id}`, { mark: "clock" }), link(t("Not this animal"), animal.unit ? `#/unit/${animal.unit}` : "#/animals", { mark: "back" })),
      concerns(day, animal), dataFrom(day)],
  };
}

// A lot is sorted, one tag after the other; whoever wears none gets one.
const tagOrCrate = (animal) => [
  animal.lot ? link(t("Sort the crate"), `#/scan/crate/${animal.id}`, { mark: "box", id: "act-crate" }) : "",
  animal.tag || animal.lot ? "" : link(t("Put a tag on"), `#/scan/tag/${animal.id}`, { mark: "tag", id: "act-tag" }),
];

function who(day, animal) {
  const species = day.speciesOf(animal);
  const unit = day.unit.get(animal.unit);
  return h("div", { class: "who-card" }, portrait(animal),
    h("div", {}, animal.tag ? h("p", { class: "tag" }, spacedTag(animal.tag)) : h("p", {}, animal.acc),
      h("p", {}, called(species), " ", h("i", { lang: "la" }, species.sci)),
      h("p", {}, [SEX[animal.sex] && t(SEX[animal.sex]), AGE[animal.age] && t(AGE[animal.age]), animal.n > 1 ? t("{n} animals", { n: animal.n }) : ""].filter(Boolean).join(" · ")),
      h("p", { class: "heavy" }, [animal.g ? `${weight(animal.g)} (${ago(animal.g_at)})` : t("Not weighed"), unit?.code].filter(Boolean).join(" · "))));
}

const SEX = { female: word("Female"), male: word("Male"), mixed: word("Both sexes") };
const AGE = { egg: word("Egg"), neonate: word("Newborn"), infant: word("Infant"), juvenile: word("Juvenile"), subadult: word("Subadult"), adult: word("Adult"), mixed: word("Mixed ages") };

function later(day, animal) {
  const next = day.dosesOf(animal.id).find((dose) => !dose.done);
  return next ? t("No dose due until {time}.", { time: time(Math.max(Date.parse(next.at), Date.parse(next.from ?? next.at))) }) : t("No dose is due.");
}

const concerns = (day, animal) => day.concerns.filter((one) => one.animal === animal.id).map((one) =>
  notice("problem", [t("Concern told at {time}", { time: time(one.at) }), one.note].filter(Boolean).join(": ")));
