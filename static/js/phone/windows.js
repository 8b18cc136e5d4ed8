// Several windows of one phone: the phone's own camera opens each tag in a new one. Whoever unlocked
// one of them has unlocked all, and locking one locks all. The key goes from memory to memory.
import { openDay } from "./day.js";
import { begin, session, touch } from "./session.js";

const channel = new BroadcastChannel("windows");
const PATIENCE = 250;

export function listen(lock) {
  channel.addEventListener("message", ({ data }) => {
    if (data === "who" && session.profile) channel.postMessage({ held: { ...session, day: null } });
    if (data === "lock" && session.profile) lock(false);
    if (data === "touched") touch(false);
    if (data === "outbox") dispatchEvent(new CustomEvent("outbox", { detail: { elsewhere: true } }));
    if (data === "day") openDay().then((day) => day && dispatchEvent(new CustomEvent("day", { detail: { elsewhere: true } })));
  });
  for (const kind of ["outbox", "day"]) addEventListener(kind, ({ detail }) => detail?.elsewhere || channel.postMessage(kind));
  addEventListener("touched", () => session.profile && channel.postMessage("touched"));
}

export const lockAll = () => channel.postMessage("lock");

// Takes over from a window that is unlocked; true where there was one.
export const takeOver = () => new Promise((done) => {
  const stop = (found) => {
    channel.removeEventListener("message", hear);
    done(found);
  };
  const hear = ({ data }) => {
    if (!data.held) return;
    const { profile, phone, key, token } = data.held;
    begin(profile, phone, key, token);
    stop(true);
  };
  channel.addEventListener("message", hear);
  channel.postMessage("who");
  setTimeout(stop, PATIENCE, false);
});
