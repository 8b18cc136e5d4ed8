import { head } from "../router.js";
export default async function screen() { return { title: "concern", body: [head("concern")] }; }
