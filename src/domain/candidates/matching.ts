const NONE = -1;

/** Whether an item may have a place. */
type Fits = (place: number, item: number) => boolean;

/**
 * Gives each of `count` places one of `count` items that fits it, by augmenting paths (Kuhn, 1955): where any
 * assignment fits throughout, one is found; where none does, as many places as possible get an item that fits, and
 * what is left over goes to the places left over.
 * @returns for each item, its place.
 */
export function matchPlaces(count: number, fits: Fits): Int32Array {
  const placeOf = new Int32Array(count).fill(NONE);
  const free = new FreeItems(count);
  const waiting: number[] = [];
  for (let place = 0; place < count; place++) {
    const item = free.takeFitting(place, fits);
    if (item === NONE) waiting.push(place);
    else placeOf[item] = place;
  }
  const unmatched = waiting.filter((place) => !takeHeld(place, placeOf, free, fits, new Uint8Array(count)));
  for (const place of unmatched) placeOf[free.take(0)] = place;
  return placeOf;
}

/** Takes an item from a place that can go on with another one, which it may have to take in the same way. */
function takeHeld(
  place: number,
  placeOf: Int32Array,
  free: FreeItems,
  fits: Fits,
  tried: Uint8Array,
): boolean {
  for (let item = 0; item < placeOf.length; item++) {
    const holder = placeOf[item] ?? NONE;
    if (holder === NONE || tried[item] === 1 || !fits(place, item)) continue;
    tried[item] = 1;
    const other = free.takeFitting(holder, fits);
    if (other !== NONE) placeOf[other] = holder;
    if (other !== NONE || takeHeld(holder, placeOf, free, fits, tried)) {
      placeOf[item] = place;
      return true;
    }
  }
  return false;
}

/** Items that no place holds, in no particular order. */
class FreeItems {
  readonly #items: Int32Array;
  #left: number;

  constructor(count: number) {
    this.#items = new Int32Array(count);
    for (let item = 0; item < count; item++) this.#items[item] = item;
    this.#left = count;
  }

  /** The first that fits, which is then no longer free; `NONE` where there is none. */
  takeFitting(place: number, fits: Fits): number {
    const items = this.#items;
    const left = this.#left;
    for (let at = 0; at < left; at++) if (fits(place, items[at] ?? NONE)) return this.take(at);
    return NONE;
  }

  take(at: number): number {
    const item = this.#items[at] ?? NONE;
    this.#left--;
    this.#items[at] = this.#items[this.#left] ?? NONE;
    return item;
  }
}
