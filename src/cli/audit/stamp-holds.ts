/** Whether a time stamp is over a text, and whole: whom it is of is for whoever reads the evidence to believe. */
export async function stampHolds(token: Uint8Array, text: string): Promise<boolean> {
  // Loaded only here: the library takes a while, and most logs have no time stamp.
  const { openStamp } = await import('../../system/time-stamp/open-stamp.ts');
  return (await openStamp(token, text, [])).ok;
}
