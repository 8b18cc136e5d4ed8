// An animal, as a scan of its tag opens it: who it is, what it is dangerous for, what is due now.
import { button, h, icon, link, notice, state } from "../dom.js";
import { dataFrom } from "../frame.js";
import { doseCard, others } from "../doses.js";
import { warnings } from "../flags.js";
import { dosesDue } from "../round.js";
import { go, head } from "../router.js";
import { session } from "../session.js";
import { portrait } from "../thumbs.js";
import { ago, spacedTag, t, time, weight } from "../words.js";

export default async function screen(id) {
  const { day } = session;
  const animal = day.animal.get(Number(id));
  if (!animal) return { title: t("Animal"), body: [head(t("Not in today’s animals")), dataFrom(day)] };
  const due = dosesDue(day, animal);
  const given = day.dosesOf(animal.id).filter((dose) => dose.done);
  return {
    title: animal.name || animal.acc, live: true,
    body: [head(animal.name || animal.acc), warnings(day, animal), who(day, animal),
      others(day, animal, due), due.map((dose) => doseCard(day, dose, animal)), given.map((dose) => doseCard(day, dose, animal)),
      due.length || given.length ? "" : h("p", { class: "quiet" }, later(day, animal)),
      h("div", { class: "acts" },
        link(t("Weigh"), `#/weigh/${animal.id}`, { mark: "weight", id: "act-weigh" }), link(t("Concern"), `#/concern/animal/${animal.id}`, { mark: "camera", id: "act-concern" }),
        link(t("Move"), `#/move/${animal.id}`, { mark: "move", id: "act-move" }), link(t("Not this animal"), animal.unit ? `#/unit/${animal.unit}` : "#/animals", { mark: "back" })),
      concerns(day, animal), dataFrom(day)],
  };
}

function who(day, animal) {
  const species = day.speciesOf(animal);
  const unit = day.unit.get(animal.unit);
  const local = species.local?.[document.documentElement.lang];
  return h("div", { class: "who-card" }, portrait(animal),
    h("div", {}, animal.tag ? h("p", { class: "tag" }, spacedTag(animal.tag)) : h("p", {}, animal.acc),
      h("p", {}, local || species.en, " ", h("i", { lang: "la" }, species.sci)),
      h("p", {}, [animal.sex, animal.age, animal.n > 1 ? t("{n} animals", { n: animal.n }) : ""].filter(Boolean).join(" · ")),
      h("p", { class: "heavy" }, [animal.g ? `${weight(animal.g)} (${ago(animal.g_at)})` : t("Not weighed"), unit?.code].filter(Boolean).join(" · "))));
}

function later(day, animal) {
  const next = day.dosesOf(animal.id).find((dose) => !dose.done);
  return next ? t("No dose due until {time}.", { time: time(next.at) }) : t("No dose is due.");
}

const concerns = (day, animal) => day.concerns.filter((one) => one.animal === animal.id).map((one) =>
  notice("problem", [t("Concern told at {time}", { time: time(one.at) }), one.note].filter(Boolean).join(": ")));
