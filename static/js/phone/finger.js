// A screen is not drawn anew under a finger: what was pressed would be gone as the finger lifts, and
// the press with it.
const LONGEST = 3000;
let down = 0;
let waiting = [];

function lift() {
  down = 0;
  const due = waiting;
  waiting = [];
  for (const go of due) go();
}

addEventListener("pointerdown", () => { down = Date.now(); setTimeout(() => { if (Date.now() - down >= LONGEST) lift(); }, LONGEST); }, { capture: true, passive: true });
// The click comes right after the finger is lifted.
for (const kind of ["pointerup", "pointercancel", "blur"]) addEventListener(kind, () => setTimeout(lift, 0), { capture: true, passive: true });

export const lifted = () => (down ? new Promise((go) => waiting.push(go)) : Promise.resolve());
