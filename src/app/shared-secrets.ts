/** Small secrets that several instances share through their database: sealed by whoever writes them, one under each name. */
export interface SharedSecrets {
  /** @throws StoreUnavailable */
  read(name: string): Promise<Uint8Array | null>;
  /** Writes it, whatever was there. @throws StoreUnavailable */
  write(name: string, sealed: Uint8Array): Promise<void>;
  /** Puts `next`, or nothing for null, in the place of `before`, if that is still there. @throws StoreUnavailable */
  replace(name: string, before: Uint8Array, next: Uint8Array | null): Promise<void>;
}
