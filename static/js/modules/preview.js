// Shows the photographs that were chosen, before they are sent.
export default function preview(place) {
  const input = document.getElementById(place.dataset.for);
  const show = () => {
    place.replaceChildren(
      ...[...input.files].filter((file) => file.type.startsWith("image/")).map((file) => {
        const image = new Image();
        image.src = URL.createObjectURL(file);
        image.alt = file.name;
        image.onload = () => URL.revokeObjectURL(image.src);
        return image;
      }),
    );
  };
  input.addEventListener("change", show);
  show();
}
