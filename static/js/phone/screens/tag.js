import { head } from "../router.js";
export default async function screen() { return { title: "tag", body: [head("tag")] }; }
