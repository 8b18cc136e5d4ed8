// The second reader of codes: ZBar, which shares nothing with the one that Python has. It takes
// pictures one after the other, each as width, height and grey bytes, and says what it read in each.
import { readFileSync } from "node:fs";
import { scanGrayBuffer } from "@undecaf/zbar-wasm";

const pictures = readFileSync(0);
const said = [];
for (let at = 0; at < pictures.length;) {
  const [wide, tall] = [pictures.readUInt32LE(at), pictures.readUInt32LE(at + 4)];
  const grey = Uint8Array.from(pictures.subarray(at + 8, at + 8 + wide * tall));
  at += 8 + wide * tall;
  said.push((await scanGrayBuffer(grey.buffer, wide, tall)).map((symbol) => symbol.decode()));
}
console.log(JSON.stringify(said));
