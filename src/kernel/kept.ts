/** What `make` makes for a key, made where it is not kept; with more than `most`, what was kept longest goes. */
export function kept<K, T>(values: Map<K, T>, most: number, key: K, make: () => T): T {
  const before = values.get(key);
  if (before !== undefined) return before;
  const value = make();
  const [oldest] = values.size < most ? [] : values.keys();
  if (oldest !== undefined) values.delete(oldest);
  values.set(key, value);
  return value;
}
