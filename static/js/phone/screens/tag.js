// A number that was scanned with the phone's own camera, or typed: whose it is today.
import { h, link } from "../dom.js";
import { dataFrom } from "../frame.js";
import { go, head } from "../router.js";
import { session } from "../session.js";
import { bearer, valid } from "../tags.js";
import { spacedTag, t } from "../words.js";

export default async function screen(number) {
  const { day } = session;
  const found = bearer(day, number);
  if (found?.animal) return void go(`animal/${found.animal.id}`, true);
  if (found?.unit) return void go(`unit/${found.unit.id}`, true);
  const ours = valid(number);
  return {
    title: spacedTag(number),
    body: [head(spacedTag(number)), h("p", { class: "lead" }, ours
      ? t("Nobody in today’s animals wears this number, and no door has it. It may be of another area, or a blank tag.")
      : t("This is no number of ours: one digit is wrong.")),
    link(t("Scan again"), "#/scan", { mark: "scan", kind: "is-first is-big is-wide" }),
    ours && link(t("Put this tag on an animal"), `#/bind/${number}`, { mark: "tag", kind: "is-big is-wide" }),
    ours && link(t("Look at the centre (needs network)"), `/T/${number}?at=centre`, { mark: "search", kind: "is-wide" }), dataFrom(day)],
  };
}
