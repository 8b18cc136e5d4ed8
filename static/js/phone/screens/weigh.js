import { head } from "../router.js";
export default async function screen() { return { title: "weigh", body: [head("weigh")] }; }
