// The undo bar shows how long it stays: ten seconds, held while it is touched or has the focus.
export default function undo(toast) {
  const whole = Number(toast.dataset.seconds || 10);
  const left = Object.assign(document.createElement("progress"), { max: whole, value: whole });
  left.setAttribute("aria-hidden", "true");
  toast.append(left);
  toast.classList.add("is-floating");
  let rest = whole;
  let before = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    const held = toast.matches(":hover, :focus-within") || document.hidden;
    if (!held) rest -= (now - before) / 1000;
    before = now;
    left.value = Math.max(rest, 0);
    if (rest > 0) return;
    clearInterval(timer);
    toast.remove();
  }, 100);
}
