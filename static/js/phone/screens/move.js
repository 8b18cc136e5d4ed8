import { head } from "../router.js";
export default async function screen() { return { title: "move", body: [head("move")] }; }
