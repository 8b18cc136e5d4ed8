// Photographs made small, without what the camera wrote in them.
const LARGE = { side: 1600, most: 300 * 1024, tries: [0.82, 0.7, 0.55] };
const SMALL = { side: 200, most: 10 * 1024, tries: [0.6, 0.4, 0.2] };

// The bytes to keep, and those of a small one to send ahead; null where it does not get that small.
export async function shrunk(file) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" })
    .catch(() => { throw Object.assign(new Error("not a picture"), { unreadable: file.name }); });
  const [whole, small] = [await drawn(picture, LARGE), await drawn(picture, SMALL)];
  picture.close();
  return { whole: await whole.arrayBuffer(), small: small.size <= SMALL.most ? await small.arrayBuffer() : null };
}

async function drawn(picture, { side, most, tries }) {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  let made;
  for (const quality of tries) {
    made = await new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
    if (made.size <= most) break;
  }
  return made;
}
