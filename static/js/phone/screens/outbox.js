// What is on this phone and what became of it, and whoever takes the phone next.
import { happened } from "../clock.js";
import { lock } from "../app.js";
import { all } from "../db.js";
import { button, h, link, notice, state } from "../dom.js";
import { initials } from "../frame.js";
import { saveFile } from "../handing.js";
import { photoLine, photosWait } from "../line.js";
import { counts, undo, write } from "../outbox.js";
import { faces } from "../profiles.js";
import { mine, read } from "../records.js";
import { head } from "../router.js";
import { sentence } from "../sentences.js";
import { session } from "../session.js";
import { standing } from "../standing.js";
import { lastReached, state as sending, sync } from "../sync.js";
import { t, time } from "../words.js";

// What may be taken back from here; for the rest there is the vet.
const BACK = new Set(["dose", "weight", "move", "seen", "concern"]);

export default async function screen() {
  const [count, written, last, photos, people] = await Promise.all([counts(), mine(), lastReached(), all("photos"), faces()]);
  const others = count.waiting - count.of(session.profile.id);
  const sent = written.filter((row) => row.state === "sent");
  return {
    title: t("Outbox"), live: true,
    body: [head(t("On this phone")), standing(), answer(count),
      button(t("Send now"), () => sync(), { mark: "sync", kind: "is-first is-big is-wide", id: "send-now" }),
      h("p", { class: "quiet" }, last ? t("Last at the centre {time}", { time: time(last) }) : t("Not yet at the centre")),
      h("ul", { class: "records" }, written.filter((row) => row.state !== "sent").reverse().map((row) => h("li", {}, record(row)))),
      others > 0 ? h("p", {}, others === 1 ? t("1 record of somebody else waits here too.") : t("{n} records of others wait here too.", { n: others })) : "",
      photoTroubles(photos.filter((one) => one.state === "needs" && one.profile === session.profile.id)),
      sent.length ? h("details", {}, h("summary", {}, state("done", t("At the centre: {n}", { n: sent.length }))), h("ul", { class: "records" }, sent.reverse().map((row) => h("li", {}, record(row))))) : "",
      count.waiting || count.photos ? button(t("Save as a file for the office"), saveFile, { mark: "save", kind: "is-wide", id: "save-file" }) : "",
      link(t("My areas"), "#/areas", { mark: "round", kind: "is-wide" }),
      h("h2", {}, t("Switch user")), h("ul", { class: "faces" }, people.map((one) => h("li", {}, faceButton(one)))),
      link(t("Leave this phone"), "#/leave", { mark: "delete", kind: "is-wide" }),
      photoLine(sync), await room()],
  };
}

function answer({ waiting, photos, needs }) {
  if (!waiting && !photos && !needs) return notice("done", t("Everything is at the centre."));
  const parts = waiting ? [waiting === 1 ? t("1 record") : t("{n} records", { n: waiting })] : [];
  if (photos) parts.push(photos === 1 ? t("1 photo") : t("{n} photos", { n: photos }));
  if (!waiting && !photos) return "";
  return notice("unsent", t("{what} on this phone only.", { what: parts.join(" · ") }), photos && photosWait());
}

const photoTroubles = (photos) => photos.map((photo) => notice("problem", t("A photo could not be used: {why}", { why: t(photo.problem || "") }),
  button(t("I have read this"), () => read(photo.id, "photos"), { mark: "check" })));

function record(row) {
  const gone = row.state !== "waiting";
  const kind = { sent: "done", needs: "problem", read: "problem" }[row.state] ?? "unsent";
  const words = { read: t("Read"), sent: t("At the centre {time}", { time: time(row.answered) }), needs: t("Needs you"), sending: sending.busy ? t("Sending") : t("Waiting") }[row.state] ?? t("Waiting");
  return h("div", { class: "record" }, h("p", {}, time(happened(row.body)), " ", h("b", {}, sentence(session.day, row.body))), state(kind, words),
    row.answer?.sentence ? h("p", {}, t(row.answer.sentence)) : "",
    row.state === "needs" ? button(t("I have read this"), () => read(row.id), { mark: "check" }) : "",
    row.state === "needs" && row.outcome === "refused" && row.body.kind === "weight" && !row.body.facts.confirmed ? button(t("The weight is right"), () => insist(row), { mark: "weight" }) : "",
    !gone && Date.now() < row.hold ? button(t("Undo"), () => undo(row.id), { mark: "undo" }) : "",
    row.state === "sent" && row.answer?.made && BACK.has(row.body.kind) ? link(t("Take back"), `#/correct/${row.id}`, { mark: "undo" }) : "");
}

// The centre doubted a weight that the phone did not: it goes again, as it was, with the word of its author.
async function insist({ id, body }) {
  await write(body.kind, { ...body.facts, confirmed: true }, [], body.at);
  await read(id);
}

// One tap and a PIN: whoever had it is locked out first.
const faceButton = (one) => h("button", { type: "button", class: "face-row", id: `face-${one.id}`, onclick: () => lock(true, `pin/${one.id}`) },
  h("span", { class: "face", "aria-hidden": "true" }, initials(one.name)), h("b", {}, one.name));

async function room() {
  const { quota = 0, usage = 0 } = await navigator.storage?.estimate?.() ?? {};
  return quota ? h("p", { class: "from" }, t("Room on this phone: {n} MB", { n: Math.round((quota - usage) / 2 ** 20) })) : "";
}
