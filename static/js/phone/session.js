// Who has the phone in hand. Locking forgets the key, the token and all that was opened with them.
export const session = { profile: null, phone: null, key: null, token: "", day: null, mustSignIn: false };
const LOCK_AFTER = 5 * 60e3;
let touched = Date.now();

export function begin(profile, phone, key, token) {
  Object.assign(session, { profile, phone, key, token, day: null, mustSignIn: false });
  touched = Date.now();
}

export function forget() {
  Object.assign(session, { profile: null, phone: null, key: null, token: "", day: null, mustSignIn: false });
}

export function lockWhenLeft(lock) {
  const touch = () => { if (Date.now() - touched < LOCK_AFTER) touched = Date.now(); };
  for (const kind of ["pointerdown", "keydown", "scroll", "input"]) addEventListener(kind, touch, { capture: true, passive: true });
  const look = () => {
    const since = Date.now() - touched; // a clock that was set back counts as left too
    if (session.profile && (since >= LOCK_AFTER || since < -60e3)) lock();
  };
  setInterval(look, 5000);
  addEventListener("visibilitychange", look);
  addEventListener("pageshow", look);
}
