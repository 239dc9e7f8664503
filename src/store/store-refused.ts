/**
 * Thrown where a store must not be opened as asked, and trying again changes nothing: the file belongs to another
 * program, was written by a newer version, is damaged, cannot promise durability, or already serves. The message is
 * one sentence for the operator, with what to do.
 */
export class StoreRefused extends Error {
  override readonly name = 'StoreRefused';
}
