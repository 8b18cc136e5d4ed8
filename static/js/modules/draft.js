// Keeps what is typed on this device until it is sent; offers to continue it next time.
const AWAY = new Set(["password", "hidden", "file", "submit", "button"]);

export default function draft(form) {
  const who = document.querySelector(".who b")?.textContent ?? ""; // phones are shared
  const key = `draft:${who}:${form.dataset.draft}:${location.pathname}`;
  const fields = [...form.elements].filter((one) => one.name && !AWAY.has(one.type));
  const read = () =>
    fields.map((one) => (["checkbox", "radio"].includes(one.type) ? one.checked : one.value));
  const write = (values) =>
    fields.forEach((one, at) => {
      if (["checkbox", "radio"].includes(one.type)) one.checked = values[at];
      else one.value = values[at];
    });
  const first = JSON.stringify(read());
  const failed = document.querySelector(".errors") !== null;
  const kept = localStorage.getItem(key);
  const same = kept === first || (kept && JSON.parse(kept).length !== fields.length);
  if (kept && !same && !failed) offer(form, () => write(JSON.parse(kept)), () => localStorage.removeItem(key));
  form.addEventListener("input", () => localStorage.setItem(key, JSON.stringify(read())));
  form.addEventListener("submit", () => localStorage.removeItem(key));
}

function offer(form, resume, discard) {
  const box = document.createElement("div");
  box.className = "notice draft";
  box.setAttribute("role", "status");
  const words = document.createElement("p");
  words.textContent = form.dataset.began || "You began this earlier on this device and did not send it.";
  const go = (text, kind, act) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = `button ${kind}`;
    button.textContent = text;
    button.addEventListener("click", () => {
      act();
      box.remove();
    });
    return button;
  };
  words.className = "notice-words";
  box.append(words, go(form.dataset.resume || "Continue it", "is-first", resume), go(form.dataset.discard || "Discard", "", discard));
  form.before(box);
}
