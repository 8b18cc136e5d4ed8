// What is on this phone and what became of it, and whoever takes the phone next.
import { happened } from "../clock.js";
import { lock } from "../app.js";
import { button, h, link, notice, state } from "../dom.js";
import { counts, undo } from "../outbox.js";
import { mine, read } from "../records.js";
import { head } from "../router.js";
import { sentence } from "../sentences.js";
import { session } from "../session.js";
import { standing } from "../standing.js";
import { lastReached, state as sending, sync } from "../sync.js";
import { t, time } from "../words.js";

export default async function screen() {
  const [count, written, last] = await Promise.all([counts(), mine(), lastReached()]);
  const others = count.waiting - count.of(session.profile.id);
  const sent = written.filter((row) => row.state === "sent");
  return {
    title: t("Outbox"), live: true,
    body: [head(t("On this phone")), standing(), answer(count),
      button(t("Send now"), () => sync(), { mark: "sync", kind: "is-first is-big is-wide", id: "send-now" }),
      h("p", { class: "quiet" }, last ? t("Last at the centre {time}", { time: time(last) }) : t("Not yet at the centre")),
      h("ul", { class: "records" }, written.filter((row) => row.state !== "sent").reverse().map((row) => h("li", {}, record(row)))),
      others > 0 ? h("p", {}, others === 1 ? t("1 record of somebody else waits here too.") : t("{n} records of others wait here too.", { n: others })) : "",
      sent.length ? h("details", {}, h("summary", {}, state("done", t("At the centre: {n}", { n: sent.length }))), h("ul", { class: "records" }, sent.reverse().map((row) => h("li", {}, record(row))))) : "",
      link(t("My areas"), "#/areas", { mark: "round", kind: "is-wide" }),
      button(t("Switch user"), lock, { mark: "people", kind: "is-big is-wide" }), await room()],
  };
}

function answer({ waiting, photos, needs }) {
  if (!waiting && !photos && !needs) return notice("done", t("Everything is at the centre."));
  const parts = [waiting === 1 ? t("1 record") : t("{n} records", { n: waiting })];
  if (photos) parts.push(photos === 1 ? t("1 photo") : t("{n} photos", { n: photos }));
  return waiting || photos ? notice("unsent", t("{what} on this phone only.", { what: parts.join(" · ") })) : "";
}

function record(row) {
  const gone = row.state !== "waiting";
  const kind = { sent: "done", needs: "problem", read: "problem" }[row.state] ?? "unsent";
  const words = { read: t("Read"), sent: t("At the centre {time}", { time: time(row.answered) }), needs: t("Needs you"), sending: sending.busy ? t("Sending") : t("Waiting") }[row.state] ?? t("Waiting");
  return h("div", { class: "record" }, h("p", {}, time(happened(row.body)), " ", h("b", {}, sentence(session.day, row.body))), state(kind, words),
    row.answer?.sentence ? h("p", {}, t(row.answer.sentence)) : "",
    row.state === "needs" ? button(t("I have read this"), () => read(row.id), { mark: "check" }) : "", !gone && Date.now() < row.hold ? button(t("Undo"), () => undo(row.id), { mark: "undo" }) : "");
}

async function room() {
  const { quota = 0, usage = 0 } = await navigator.storage?.estimate?.() ?? {};
  return quota ? h("p", { class: "from" }, t("Room on this phone: {n} MB", { n: Math.round((quota - usage) / 2 ** 20) })) : "";
}
