// What somebody should know whatever they do: sign in again, the clock, the phone's room.
import { get } from "./db.js";
import { h, link, notice } from "./dom.js";
import { counts } from "./outbox.js";
import { noRoom } from "./room.js";
import { session } from "./session.js";
import { t } from "./words.js";

const OFF = 5 * 60e3;
const LITTLE = 50 * 2 ** 20;
const OLD = 3 * 864e5;

export function standing() {
  const place = h("div", { class: "standing" });
  fill(place);
  return place;
}

async function fill(place) {
  const [offset, count, trouble, room] = await Promise.all([
    get("meta", "offset"), counts(), get("meta", "trouble"), navigator.storage?.estimate?.() ?? {}]);
  if (session.mustSignIn) {
    place.append(notice("problem", count.waiting ? t("Sign in to go on. {n} records are kept and sent.", { n: count.waiting }) : t("Sign in to see the day’s animals."),
      link(t("Sign in"), "#/renew", { mark: "lock" })));
  }
  if (trouble && !session.mustSignIn) place.append(notice("problem", t(trouble)));
  if (Math.abs(offset ?? 0) > OFF) place.append(notice("problem", clock(offset)));
  if (noRoom() || (room.quota && room.quota - room.usage < LITTLE)) place.append(notice("problem", t("This phone is almost full. Delete pictures from it, so that nothing you write is lost.")));
  if (Date.now() - count.oldest > OLD) place.append(notice("problem", t("Records wait on this phone since three days. Bring it to where there is network.")));
}

function clock(offset) {
  const minutes = Math.round(Math.abs(offset) / 60e3);
  const much = minutes < 120 ? t("{n} minutes", { n: minutes }) : t("{n} hours", { n: Math.round(minutes / 60) });
  return offset < 0 ? t("This phone’s clock is {much} ahead. Set it right; what you write is put right at the centre.", { much })
    : t("This phone’s clock is {much} behind. Set it right; what you write is put right at the centre.", { much });
}
