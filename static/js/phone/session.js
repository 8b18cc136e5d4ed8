// Who has the phone in hand. Locking forgets the key, the token and all that was opened with them.
const NOBODY = { profile: null, phone: null, key: null, token: "", day: null, mustSignIn: false };
export const session = { ...NOBODY };
export const LOCK_AFTER = 5 * 60e3;
const SAID_EVERY = 10e3;
let touched = Date.now();
let said = 0;

export function begin(profile, phone, key, token) {
  Object.assign(session, NOBODY, { profile, phone, key, token });
  touched = Date.now();
}

export const forget = () => Object.assign(session, NOBODY);

// Somebody uses the phone, in this window or (`here` is false) in another.
export function touch(here = true) {
  const now = Date.now();
  if (now - touched >= LOCK_AFTER) return; // too late: it is to be locked
  touched = now;
  if (!here || now - said < SAID_EVERY) return;
  said = now;
  dispatchEvent(new CustomEvent("touched"));
}

export function lockWhenLeft(lock) {
  const used = () => touch();
  for (const kind of ["pointerdown", "keydown", "scroll", "input"]) addEventListener(kind, used, { capture: true, passive: true });
  const look = () => {
    const since = Date.now() - touched; // a clock that was set back counts as left too
    if (session.profile && (since >= LOCK_AFTER || since < -60e3)) lock();
  };
  setInterval(look, 5000);
  addEventListener("visibilitychange", look);
  addEventListener("pageshow", look);
}
