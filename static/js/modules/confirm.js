// A grave act (death, release, disposal, void) waits for a word or number typed as it is shown.
//   <form data-enhance="confirm" data-type="7307"> … <input name="grave_word">; the server asks for it, too.
export default function confirm(form) {
  const button = form.querySelector("button:not([type=button])");
  const input = form.elements.grave_word;
  const same = () => input.value.replace(/\s/g, "").toLowerCase() === form.dataset.type.toLowerCase();
  const look = () => {
    button.disabled = !same();
  };
  input.addEventListener("input", look);
  form.addEventListener("submit", (event) => same() || event.preventDefault());
  look();
}
