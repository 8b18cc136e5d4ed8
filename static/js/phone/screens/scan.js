import { head } from "../router.js";
export default async function screen() { return { title: "scan", body: [head("scan")] }; }
