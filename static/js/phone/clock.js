// The time as the centre has it: the phone's own clock, put right by what it was last off.
import { get } from "./db.js";

let off = 0;
export const now = () => Date.now() + off;
export const setRight = async () => { off = (await get("meta", "offset")) ?? 0; };

// When a record happened, as well as this phone knows.
export const happened = ({ at, offset_ms: then }) => Date.parse(at) + (then ?? off);
