// The round: every place in the order of the walk, what is overdue first, quarantine last.
import { h, notice, state } from "../dom.js";
import { dataFrom } from "../frame.js";
import { counts } from "../outbox.js";
import { isLate, isMorning, walk } from "../round.js";
import { session } from "../session.js";
import { t, time } from "../words.js";
import { standing } from "../standing.js";
import { toHomeScreen } from "../updates.js";

export default async function screen() {
  const { day } = session;
  const places = walk(day);
  const open = places.filter((place) => !place.done);
  const done = places.filter((place) => place.done);
  const late = open.filter((place) => place.late).length;
  const { waiting } = await counts();
  return {
    title: t("Round"), live: true,
    body: [h("div", { class: "round-head" }, h("h1", {}, isMorning() ? t("Morning round") : t("Afternoon round")),
      h("p", { class: "heavy" }, t("{done} of {all} done", { done: done.length, all: places.length })),
      h("progress", { max: Math.max(places.length, 1), value: done.length, "aria-label": t("Places done") })),
    standing(), late ? state("overdue", late === 1 ? t("1 place overdue") : t("{n} places overdue", { n: late })) : "",
    places.length && !open.length ? [notice("done", waiting ? t("Round finished. {n} records still on this phone.", { n: waiting }) : t("Round finished. Everything is at the centre.")), toHomeScreen()] : "",
    !places.length ? empty(day) : "",
    h("ul", { class: "walk" }, open.map((place) => h("li", {}, row(place)))),
    done.length ? h("details", { class: "walk-done" }, h("summary", {}, state("done", t("{n} done", { n: done.length }))),
      h("ul", { class: "walk" }, done.map((place) => h("li", {}, row(place))))) : "",
    dataFrom(day)],
  };
}

const empty = (day) => h("div", { class: "empty" },
  h("p", {}, day.made ? t("No place in your round. Choose your areas in the outbox.") : t("Connect once: the animals of your areas come to this phone.")));

function row({ unit, animals, doses, open, seen, late, done, expected }) {
  const asks = [
    ...doses.slice(0, 3).map(({ dose, animal }) => state(isLate(dose) ? "overdue" : "due", t("Dose {time} {name}", { time: time(dose.at), name: animal.name || animal.acc }))),
    ...doses.length > 3 ? [state("due", t("{n} more doses", { n: doses.length - 3 }))] : [],
    ...open.slice(0, 4).map((task) => state("due", task.words)),
    ...seen || !animals.length ? [] : [state("due", t("Count heads"))],
  ];
  return h("a", { class: `place-row${late ? " is-late" : ""}${unit.q ? " is-q" : ""}`, href: `#/unit/${unit.id}`, id: `place-${unit.id}` },
    h("span", { class: "place-top" }, h("b", {}, `${unit.code} ${unit.name === unit.code ? "" : unit.name}`), h("span", { class: "nowrap" }, expected === 1 ? t("1 animal") : t("{n} animals", { n: expected }))),
    unit.q ? state("quarantine", t("Quarantine")) : "",
    done ? state("done", t("Done")) : h("span", { class: "asks" }, asks));
}
