// The finder's page: the phone says where it is, when it is asked and can. Without a script the place
// is written.
const part = document.querySelector("[data-position]");
if (part && navigator.geolocation && isSecureContext) {
  const [latitude, longitude, accuracy] = part.querySelectorAll("input");
  const told = part.querySelector("p");
  const where = document.querySelector("#where");
  part.hidden = false;
  part.querySelector("button").addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      latitude.value = coords.latitude.toFixed(6);
      longitude.value = coords.longitude.toFixed(6);
      accuracy.value = Math.round(coords.accuracy);
      told.textContent = `${part.dataset.ok} (± ${accuracy.value} m)`;
      if (!where.value) where.value = `${latitude.value}, ${longitude.value}`;
    }, () => { told.textContent = part.dataset.no; }, { enableHighAccuracy: true, timeout: 20000 });
  });
}
