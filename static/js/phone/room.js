// Whether this phone had no room for what was written last. A browser tells of far more room than a
// full phone has, so what failed to be saved counts.
let full = false;

export const noRoom = () => full;
export const noteRoom = (left) => { full = !left; };
