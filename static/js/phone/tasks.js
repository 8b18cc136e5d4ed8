// What a place's plan asks for: fed, cleaned, watered, each one tap.
import { now } from "./clock.js";
import { button, h, link, state } from "./dom.js";
import { rest } from "./meals.js";
import { write } from "./outbox.js";
import { session } from "./session.js";
import { say, trouble } from "./told.js";
import { t, time, word } from "./words.js";

const DONE = { feed: ["fed", word("Fed"), "feed"], clean: ["cleaned", word("Cleaned"), "clean"], water: ["watered", word("Water given"), "water"], enrich: ["enriched", word("Enrichment given"), "welfare"] };

export function taskRow(task, unit) {
  const items = task.items.map(([food, grams]) => `${food} ${grams} g`).join(", ");
  const words = h("span", {}, h("b", {}, task.words), " ", time(task.at), items ? h("small", {}, items) : "");
  if (task.done) {
    const meal = session.day.meals.find((one) => one.task === task.id);
    return h("div", { class: "task is-done" }, words, h("div", { class: "done-how" }, state("done", t("Done {time}", { time: time(task.done[0]) })), meal ? rest(meal) : ""));
  }
  const how = DONE[task.kind];
  if (!how) return h("a", { class: "task", href: task.animal ? `#/${task.kind === "weigh" ? "weigh" : "animal"}/${task.animal}` : `#/unit/${unit.id}` }, words, state("due", t("To do")));
  return h("div", { class: "task" }, words, button(t(how[1]), () => done(task, unit, how), { mark: how[2], id: `task-${task.id}` }),
    task.kind === "feed" ? link(t("Another amount"), `#/fed/task/${encodeURIComponent(task.id)}`, { kind: "is-quiet" }) : "");
}

async function done(task, unit, [kind, words]) {
  const facts = { unit: unit.id, plan: task.plan, slot: task.id.split(":").at(-1), note: "" };
  if (kind === "fed") Object.assign(facts, { animal: task.animal ?? null, offered_g: task.items.reduce((sum, [, grams]) => sum + grams, 0), left_g: null });
  try {
    say(`${unit.code}: ${t(words)} ${time(now())}.`, await write(kind, facts));
  } catch (error) {
    trouble(error);
  }
}
