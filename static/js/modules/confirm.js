// A grave act (death, release, disposal, void) waits for a word or number typed as it is shown.
//   <form data-enhance="confirm" data-type="7307" data-about="Type the last four digits of the tag">
export default function confirm(form) {
  const button = form.querySelector("button:not([type=button])");
  const label = document.createElement("label");
  const input = document.createElement("input");
  const field = document.createElement("div");
  field.className = "field is-short";
  input.id = `confirm-${form.dataset.type}`;
  input.autocomplete = "off";
  input.inputMode = /^\d+$/.test(form.dataset.type) ? "numeric" : "text";
  label.htmlFor = input.id;
  label.textContent = form.dataset.about ?? `Type ${form.dataset.type} to go on`;
  field.append(label, input);
  button.closest(".submit, .actions, form").before(field);
  if (!form.contains(field)) form.prepend(field);
  const same = () => input.value.replace(/\s/g, "").toLowerCase() === form.dataset.type.toLowerCase();
  const look = () => {
    button.disabled = !same();
  };
  input.addEventListener("input", look);
  form.addEventListener("submit", (event) => same() || event.preventDefault());
  look();
}
