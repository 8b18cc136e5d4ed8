// A screen is not drawn anew under a finger: what was pressed would be gone as the finger lifts, and
// the press with it.
const LONGEST = 3000;
const CLICK_WITHIN = 300; // after the finger is lifted, where a phone takes its time to call it a tap
let down = false;
let timer = 0;
let waiting = [];

function lift() {
  clearTimeout(timer);
  down = false;
  const due = waiting;
  waiting = [];
  for (const go of due) go();
}

// From the last touch on; what an earlier one had planned counts no more.
function liftIn(wait) {
  clearTimeout(timer);
  timer = setTimeout(lift, wait);
}

const hear = (kind, heard) => addEventListener(kind, heard, { capture: true, passive: true });
hear("pointerdown", () => { down = true; liftIn(LONGEST); });
hear("pointerup", () => down && liftIn(CLICK_WITHIN));
hear("click", () => down && liftIn(0)); // after those who heard it
hear("pointercancel", () => down && lift());
// The window's own, not that of what had the focus until it was pressed.
hear("blur", ({ target }) => down && target === window && lift());

export const lifted = () => (down ? new Promise((go) => waiting.push(go)) : Promise.resolve());
