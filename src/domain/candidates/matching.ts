const FREE = -1;

/**
 * Gives each of `count` places one of `count` items that fits it, by augmenting paths (Kuhn, 1955): where any
 * assignment fits throughout, one is found; where none does, as many places as possible get an item that fits, and
 * what is left over goes to the places left over.
 * @returns for each item, its place.
 */
export function matchPlaces(count: number, fits: (place: number, item: number) => boolean): Int32Array {
  const placeOf = new Int32Array(count).fill(FREE);
  const waiting = takeFirstFit(count, fits, placeOf);
  const unmatched = waiting.filter((place) => !makeRoom(place, fits, placeOf, new Uint8Array(count)));
  for (const place of unmatched) placeOf[placeOf.indexOf(FREE)] = place;
  return placeOf;
}

/** Cheap and nearly complete: each place takes the first free item that fits. Answers the places that found none. */
function takeFirstFit(
  count: number,
  fits: (place: number, item: number) => boolean,
  placeOf: Int32Array,
): number[] {
  const free = new Int32Array(count);
  for (let item = 0; item < count; item++) free[item] = item;
  const waiting: number[] = [];
  let left = count;
  for (let place = 0; place < count; place++) {
    let at = 0;
    while (at < left && !fits(place, free[at] ?? FREE)) at++;
    if (at === left) {
      waiting.push(place);
      continue;
    }
    placeOf[free[at] ?? FREE] = place;
    left--;
    free[at] = free[left] ?? FREE;
  }
  return waiting;
}

/** Whether `place` got an item, by moving the holders of items that fit it on to others. */
function makeRoom(
  place: number,
  fits: (place: number, item: number) => boolean,
  placeOf: Int32Array,
  tried: Uint8Array,
): boolean {
  for (let item = 0; item < placeOf.length; item++) {
    if (tried[item] === 1 || !fits(place, item)) continue;
    tried[item] = 1;
    const holder = placeOf[item] ?? FREE;
    if (holder === FREE || makeRoom(holder, fits, placeOf, tried)) {
      placeOf[item] = place;
      return true;
    }
  }
  return false;
}
