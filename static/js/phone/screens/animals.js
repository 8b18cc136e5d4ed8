import { head } from "../router.js";
export default async function screen() { return { title: "animals", body: [head("animals")] }; }
